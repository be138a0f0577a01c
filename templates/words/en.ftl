### The words of the site in English: everything that a reader sees and that is not content.
###
### A tracker changes a word by writing the same line in a file of its own, `templates/words/en.ftl`,
### and adds a language with a file named by its tag: `templates/words/fr.ftl`. What such a file
### leaves out is taken from here.
###
### A message may use the variables that it uses here, and those that the comment above it names.


## Figures, as sources state them

# $n (number)
amount_about = about { $n }
# $n (number)
amount_at_least = at least { $n }
# $n (number)
amount_more_than = more than { $n }
# $n (number)
amount_up_to = up to { $n }
# $low, $high (numbers)
amount_between = { $low } to { $high }
# An estimate without bounds. $best (number)
amount_best = best estimate { $best }
# An estimate with bounds. $range (text): "5 to 20", "at least 5" or "up to 20"; $best (number)
amount_range_and_best = { $range }, best estimate { $best }
amount_none = none
amount_unknown = not known


## Ranges, as claims add up to them

# $low, $high (numbers)
range_between = { $low } to { $high }
# $low, $high (numbers)
range_about_between = about { $low } to { $high }
# $n (number)
range_about = about { $n }
# $n (number)
range_open = { $n } or more
# $n (number)
range_about_open = about { $n } or more


## Dates

# From one day, month or year to another.
# $from, $to (texts): the whole dates
date_lasted = { $from } to { $to }
# Both days in one month. $first, $last (texts): the days alone; $month (text): the month with its year;
# $from, $to (texts): the whole dates
date_lasted_in_month = { $first } to { $to }
# Both days, or both months, in one year. $first, $last (texts): without the year; $from, $to (texts): the whole dates
date_lasted_in_year = { $first } to { $to }
# $from (text): the date of the beginning
date_continuing = { $from } and continuing
# It happened on one of several days. Variables as above.
# $from, $to (texts): the whole dates
date_one_of = one of the days from { $from } to { $to }
# $first, $last, $month, $from, $to (texts), as above
date_one_of_in_month = one of the days from { $first } to { $to }
# $first, $last, $from, $to (texts), as above
date_one_of_in_year = one of the days from { $first } to { $to }
# $date (text): any of the above
date_about = about { $date }
# $date (text): any of the above
date_uncertain = { $date } (uncertain)
# $date (text): any of the above
date_about_uncertain = about { $date } (uncertain)


## Bodies of records and pages

body_notes = Notes
body_back = Back to the text
body_table = Table


## What figures count

measure_killed = Killed
measure_injured = Injured
measure_missing = Missing
measure_abducted = Abducted
measure_displaced = Displaced


## Whom a figure speaks of, after the figure: "12 civilians"

who_civilians = civilians
who_fighters = fighters
who_mixed = civilians and fighters
who_unknown = people of unknown status


## What is done with a claim

use_counted = Counted
use_counted_meaning = Its figure is part of the range.
use_shown = Shown
use_shown_meaning = It is shown and changes no range.
use_rejected = Rejected
use_rejected_meaning = It is kept on record with the reason, and changes no range.


## How far an attribution has got, after a name: "Katiba Macina, alleged"

attribution_admitted = admitted
attribution_admitted_meaning = The party named has admitted it.
attribution_established = established
attribution_established_meaning = A court or an inquiry has established it.
attribution_claimed = claimed
attribution_claimed_meaning = The party named has claimed it as its own act.
attribution_alleged = alleged
attribution_alleged_meaning = Somebody says so.
attribution_suspected = suspected
attribution_suspected_meaning = Somebody considers it likely.
attribution_contested = contested
attribution_contested_meaning = Credible sources disagree.
attribution_denied = denied
attribution_denied_meaning = The party named denies it.


## What a statement does

statement_condemnation = Condemnation
statement_concern = Expression of concern
statement_denial = Denial
statement_admission = Admission
statement_accusation = Accusation
statement_recommendation = Recommendation
statement_offer = Offer of help
statement_operation = Announcement of an operation
statement_inquiry = Announcement of an inquiry
statement_mourning = Mourning


## What happened at a place

place_role_attacked = Attacked
place_role_repelled = Attack repelled
place_role_fled_to = People fled here
place_role_launched_from = Attack launched from here
place_role_mentioned = Mentioned


## How finely a position is known

precision_exact = Exact spot
precision_settlement = Settlement
precision_near = Within about 25 km
precision_adm3 = Third-level administrative area
precision_adm2 = Second-level administrative area
precision_adm1 = First-level administrative area
precision_country = Country


## How far a record is on its way to the public

status_draft = Draft
status_review = Under review
status_published = Published
status_withdrawn = Withdrawn


## Changes of a record

change_update = Update
change_correction = Correction
change_typo = Spelling
change_withdrawal = Withdrawal


## Kinds of source

source_kind_official = Official
source_kind_ngo = Non-governmental organisation
source_kind_un = United Nations
source_kind_news = News
source_kind_republication = Republication
source_kind_social = Social media
source_kind_testimony = Testimony
source_kind_data = Dataset
source_kind_academic = Academic work


## Whether a source is a translation

translation_none = Original language
translation_human = Translated by a person
translation_machine = Translated by a machine
translation_machine_suspected = Probably translated by a machine


## How well an event is supported

evidence_confirmed = Confirmed
evidence_confirmed_meaning = Those responsible have admitted it, or an inquiry has established it.
evidence_fair = Fair
evidence_fair_meaning = Two or more independent origins agree that it happened.
evidence_weak = Weak
evidence_weak_meaning = One origin says that it happened.
evidence_contested = Contested
evidence_contested_meaning = Credible sources disagree whether it happened in this way.
evidence_discounted = Discounted
evidence_discounted_meaning = It is judged not to have happened, or not to belong here.
evidence_unassessed = Not assessed
evidence_unassessed_meaning = The evidence has not been graded.


## Why a victim is named

basis_family = Named by the family or with its consent
basis_official_list = Named on an official list
basis_published = Widely published
basis_consent = Named with the person’s consent


## Kinds of actor

actor_kind_armed_group = Armed group
actor_kind_state_force = State force
actor_kind_militia = Militia
actor_kind_institution = Institution
actor_kind_organisation = Organisation
actor_kind_community = Community
actor_kind_media = Media
actor_kind_person = Person


## What an actor is in a record

actor_role_perpetrator = Said to be responsible
actor_role_target = Targeted
actor_role_defender = Defending
actor_role_speaker = Speaking
actor_role_addressee = Addressed
