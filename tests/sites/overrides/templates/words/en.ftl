evidence_unassessed = Not looked at
