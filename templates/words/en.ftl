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


## Whom a figure speaks of, after a figure that is no number

who_civilians = civilians
who_fighters = fighters
who_mixed = civilians and fighters
who_unknown = people of unknown status
# The same after a number. $n (number)
who_civilians_counted = { $n ->
    [one] civilian
   *[other] civilians
}
# $n (number)
who_fighters_counted = { $n ->
    [one] fighter
   *[other] fighters
}
# $n (number)
who_mixed_counted = { $n ->
    [one] civilian or fighter
   *[other] civilians and fighters
}
# $n (number)
who_unknown_counted = { $n ->
    [one] person of unknown status
   *[other] people of unknown status
}


## What is done with a claim

use_counted = Counted
use_shown = Shown
use_rejected = Rejected


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


## The frame of every page

# What search machines and previews say of a page without words of its own. $title, $site, $about (texts)
page_of = { $title }. { $site }
page_of_site = { $title }. { $site }: { $about }
skip_to_content = Skip to the content
sections = Sections of the site
about_site = About this site
published_by = Published by
licence = Licence of the data
feed = Feed of incidents
feed_of_list = Feed of these incidents
# The title of a feed outside the site. $site, $region (texts)
feed_of_region = { $site }: incidents in { $region }
# The same. $site, $actor (texts)
feed_of_actor = { $site }: incidents that name { $actor }
feed_of_actor_note = The records say who names this actor, as what, and how far that has got.
# A line of an entry of a feed. $label, $text (texts): "Killed", "10 to 12"
feed_line = { $label }: { $text }
feed_whole_record = The whole record, with its claims and sources
calendar = Calendar of the days on which incidents happened
pages = Pages of this list
newer = Newer
older = Older
previous_page = Previous page
next_page = Next page
# Which entries of a list a page shows. $from, $to, $count (numbers)
page_range = { $from } to { $to } of { $count }
full_page_range = { $from } to { $to }, counted from the oldest
newest_first = The newest come first.
# Between the items of a list of links
list_separator = { ", " }
warning = Please note:
tags = Keywords:


## Sections and kinds of record

incidents = Incidents
timeline = Timeline
regions = Regions
actors = Actors
reports = Reports
milestones = Milestones
sources = Sources
report = Report, not counted
milestone = Milestone, not counted
incidents_intro = Each record is one event that harmed people.
reports_intro = A report covers many events over a period. Its figures are shown and never counted, so that nobody is counted twice.
milestones_intro = Events that give context to the timeline. They are no incidents and enter no total.
regions_intro = An incident is listed under the finest region that is known, and under all regions above it.
actors_intro = Everybody whom a record names: those said to be responsible, those attacked, those who speak. Being listed here is no accusation.
sources_intro = Sources that more than one record cites. Sources that a single record cites stand on its page.
timeline_intro = An incident stands under the month in which it began. Where only the year is known, it stands under the year.


## Lists

# $count (number)
incident_count = { $count ->
    [0] no incidents
    [one] { $count } incident
   *[other] { $count } incidents
}
# $count (number): all the cases of a list of which a page shows the newest
all_cases = { $count ->
    [one] { $count } record
   *[other] All { $count } records
}
evidence_label = Evidence:
no_figure = no figure
not_counted = in no total
removed_withdrawn = Withdrawn
removed_merged = Merged into another record
removed = Withdrawn and merged records
removed_intro = Records keep their addresses for ever. These were withdrawn, or turned out to describe an incident that has a record already.
nothing_recorded = Nothing is recorded here yet.
no_incidents = No incident is recorded yet.
nothing_in_region = Nothing is recorded in this region. That does not mean that nothing happened.
nothing_of_actor = No incident, report or milestone names this actor.


## All incidents

# $year (text)
incidents_of_year = Incidents of { $year }
incident_years = Incidents by year
incident_year_rule = An incident stands under the year of the first day that its date can mean.
year_column = Year
date_column = Date
region_column = Region
type_column = Type
evidence_column = Evidence
filter = Filter
filter_text = Words of title, region, place or party
filter_any = Any
filter_from = From
filter_to = To
filter_clear = Clear the filter
filter_found = Incidents found
filter_note = Nothing is added up here. Totals stand on the pages of regions, years and actors.
filter_csv = Download as CSV
filter_more = Show more
# $count (number): how many are shown, for the choice of words alone; $shown, $all (texts): how many
# are shown and how many there are, as numbers are written
filter_shown = { $count ->
    [one] { $shown } of { $all } incidents
   *[other] { $shown } of { $all } incidents
}
# $from, $to (texts): days
filter_partly = Only incidents from { $from } to { $to } were searched. Choose a period to search others.
filter_none = No incident fits.
filter_loading = The incidents are being loaded.
filter_failed = The incidents could not be loaded. The list below works without the filter.
filter_period = The period ends before it begins.
filter_unknown = The address asks for something that this list does not have. Nothing is filtered.


## Totals

totals = Totals
figures = Figures
recorded = Recorded
how_counted = How this is counted
no_sum = No counted claim states a number.
# The incidents behind a sum. $incidents, $without (numbers)
sum_scope = { $without ->
    [0] { $incidents ->
        [one] from { $incidents } incident
       *[other] from { $incidents } incidents
    }
   *[other] { $incidents ->
        [one] from { $incidents } incident; { $without } more without a number
       *[other] from { $incidents } incidents; { $without } more without a number
    }
}
# $count (number): incidents that are listed and not counted
left_out_count = { $count ->
    [one] { $count } of them is in no total
   *[other] { $count } of them are in no total
}
# $grades (text): a list of evidence grades
counting_rule = An incident is counted once, if the grade of its evidence is one of these: { $grades }. Its range runs from the lowest to the highest figure among its counted claims. Lows and highs are added up apart; words such as “hundreds” are never turned into numbers. Incidents that are part of a larger one are counted there. Reports and milestones are never counted.

proof_link = How this total is made, record by record


## Charts

claims_chart = The figures on one scale
claims_chart_key = A dot is one number, a bar a range, a bracket with an arrow “at least”. The shaded part is the range. Filled marks make it, hollow ones do not, crossed ones are rejected.
# $n (number)
claims_chart_start = The scale begins at { $n } and not at zero.
# $count (number)
claims_chart_more = { $count ->
    [one] { $count } more claim stands in the list below.
   *[other] { $count } more claims stand in the list below.
}
over_time = Over time
# $from, $to (texts): months
series_by_month = By month, from { $from } to { $to }.
# $from, $to (texts): years
series_by_year = By year, from { $from } to { $to }.
# $from, $to (texts): some years each; $years (number)
series_by_years = In steps of { $years } years, from { $from } to { $to }.
series_key = A bar runs from the lowest to the highest number, a stroke in it is the best estimate, a stroke alone is one number. An arrow means “or more”. A ring stands where no number is known.
series_gaps = A gap means that nothing is recorded, and not that nothing happened.
# $count (number): incidents
series_without_month = { $count ->
    [one] Of { $count } incident only the year is known. It is in the table alone.
   *[other] Of { $count } incidents only the year is known. They are in the table alone.
}
# $shown, $all (numbers): milestones
series_milestones = Of { $all } milestones the latest { $shown } are marked.
series_table = The same numbers as a table
period_column = Period
# The alternative text of a picture. $what (text): what its bars count
picture_name = { $what }; the same numbers are in the table that follows
# A bar. $period (text): a month or year; $what (text): its number
slot_title = { $period }: { $what }
# $year (text)
month_unknown = { $year }, month not known
sub_series = Incidents in the regions within it
# $highest (number)
sub_series_all = In the order of names, over the same time and on the same scale: the highest bar of all stands for { $highest }.
# $shown, $all, $highest (numbers)
sub_series_some = The { $shown } of { $all } regions with the most incidents, in the order of names, over the same time and on the same scale: the highest bar of all stands for { $highest }.


## Downloads

data = Data
data_intro = Everything in these records that is public can be downloaded. The files are made together with these pages and hold the same figures.
data_updated = Newest change:
data_licence = Licence:
data_cite = How to cite
# $publisher, $site (texts)
data_citation = { $publisher }, “{ $site }”, dataset.
# $publisher, $site, $day (texts)
data_citation_dated = { $publisher }, “{ $site }”, dataset, as of { $day }.
# $publisher, $site, $address (texts)
data_citation_address = { $publisher }, “{ $site }”, dataset, { $address }.
# $publisher, $site, $day, $address (texts)
data_citation_dated_address = { $publisher }, “{ $site }”, dataset, as of { $day }, { $address }.
# $authors, $title, $version, $day (texts)
data_citation_release = { $authors }, “{ $title }”, dataset, version { $version }, { $day }.
# $authors, $title, $version, $day, $address (texts)
data_citation_release_address = { $authors }, “{ $title }”, dataset, version { $version }, { $day }, { $address }.
# What reference managers keep as a note
data_cite_kind = Dataset.
data_cite_release = The newest release, whose files stay as they are:
data_cite_now = The files below, which follow these pages:
data_releases = Releases
data_releases_about = A release keeps the downloads as they were on one day, under a number. Its files do not change, so that others find the figures that you cite.
data_reading = Before you use the figures
data_reading_state = Three things differ. An empty state means that no counted claim speaks of it. “Unknown” means that a source says that the number is not known. “None” means that a source says that there was nobody. Words such as “hundreds” stay words.
data_reading_counted = To get the totals of this site, add up the rows whose column “counted” is true. For the highest numbers, take the lowest number of a row where the top is open.
data_reading_dates = A date keeps what is not known about it. The first and the last day that it can mean stand beside it as it is written (EDTF, ISO 8601-2). An event that lasted and an event on one of several days are told apart.
data_reading_places = A position stands where it may be shown, as it was written, and nowhere else. The precision says what it means.
data_reading_removed = An incident that was withdrawn or merged keeps its row with its status and has no figures.
data_absent = What is not in the files: drafts, records under embargo, what editors keep private, the names of victims, and the narratives, which stand on the pages.
data_spreadsheet = The files for spreadsheets are safe to open there: a text that a spreadsheet would take for a formula has a ' before it. The other files hold every text exactly as it is.
data_machine = For programs
data_package = All files with their columns, sizes and sums (Frictionless Data Package)
data_schema = The shape of the JSON (JSON Schema)
data_files = Files
data_file = File
data_form = Form
data_count = Rows
data_size = Size
data_sha256 = SHA-256
data_columns = Columns
data_column = Column
data_one_of = One of:
data_key = part of the key
data_slices = By year and by region
data_slices_about = The incidents of one year, or of one region at the top of the list of regions, with the same columns. Withdrawn and merged incidents are left out.
# $count (number)
data_rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
# $count (number)
data_features = { $count ->
    [one] { $count } feature
   *[other] { $count } features
}
# $count (number)
data_objects = { $count ->
    [one] { $count } incident
   *[other] { $count } incidents
}
# $n (number)
size_bytes = { $n ->
    [one] { $n } byte
   *[other] { $n } bytes
}
# $n (number)
size_kilobytes = { $n } kB
# $n (number)
size_megabytes = { $n } MB

# $version (text)
release_title = Release { $version }
release_of_data = All downloads:
release_date = Released on
release_newest = This is the newest release.
release_newer = There is a newer release:
release_before = The release before:
release_doi = DOI:
release_files = Files
release_sums = The manifest and the sums are made so that a copy can be checked: sha256sum --check SHA256SUMS.
release_withdrawn = Taken out of this release
release_withdrawn_about = These files were part of the release and are no longer published.
release_changes = What changed
# $version (text)
release_since = Compared with release { $version }, by the ids of the rows.
release_first = This is the first release.
release_same = No row is another one.
release_structure = Files and columns
release_table = Table
release_added = New
release_changed = Changed
release_withdrawn_rows = Withdrawn
release_merged = Merged
release_removed = Removed
release_uncompared = not compared
release_rows = Incidents
release_all_changes = Every row that changed, with its columns:
# $counts (text): a list such as “3 new and 1 changed”
release_incidents = Incidents: { $counts }
# $count (number)
release_count_added = { $count } new
# $count (number)
release_count_changed = { $count } changed
# $count (number)
release_count_withdrawn = { $count } withdrawn
# $count (number)
release_count_merged = { $count } merged
# $count (number)
release_count_removed = { $count } removed
# $count (number)
release_more = and { $count } more
# $name (text)
release_name = The dataset has another code: { $name }
# $name (text)
release_file_added = New file: { $name }
# $name (text)
release_file_removed = File no longer there: { $name }
# $name, $column (texts)
release_column_added = { $name }: new column { $column }
# $name, $column (texts)
release_column_removed = { $name }: column no longer there: { $column }
# $name, $column (texts)
release_column_moved = { $name }: columns in another order, from { $column }
# $name, $column (texts)
release_type = { $name }: another type of { $column }
# $name, $column (texts)
release_narrower = { $name }: { $column } takes less than before
# $name, $column (texts)
release_wider = { $name }: { $column } takes more than before
# $name, $column (texts)
release_key = { $name }: rows are told apart by { $column }
# $name (text)
release_licence = The licence is another one: { $name }
# $name (text)
release_licence_removed = No licence is named any more; it was: { $name }

kind_text = text
kind_list = codes
kind_whole = whole number
kind_decimal = number
kind_day = day
kind_truth = true or false

form_csv = CSV
form_spreadsheet = CSV for spreadsheets
form_hxl = CSV with HXL tags in the second row
form_slice = CSV, a part of the incidents
form_jsonl = JSON Lines, one incident on each line
form_json = JSON, everything in one file
form_geojson = GeoJSON
form_parquet = Parquet, for programs that analyse
form_sqlite = SQLite, all tables in one database

table_incidents = Incidents
table_incidents_about = One row for each incident, from the oldest to the newest.
table_claims = Claims
table_claims_about = One row for each figure of each claim, and one for a claim without a figure. What is counted, shown and rejected is all there.
table_places = Places
table_places_about = One row for each place of an incident, as finely as it may be shown.
table_sources = Sources
table_sources_about = One row for each source that an incident cites. A source that several incidents cite has a row for each.
table_statements = Statements
table_statements_about = One row for each thing that was said after an incident.
table_changes = Changes
table_changes_about = One row for each entry in the public history of an incident.
table_actors = Actors
table_actors_about = One row for each group, force, institution, organisation, community, medium or person.
table_regions = Regions
table_regions_about = One row for each region.
table_reports = Reports
table_reports_about = One row for each report about many incidents. Its figures are counted nowhere.
table_milestones = Milestones
table_milestones_about = One row for each milestone of the timeline.
table_removed = Withdrawn and merged
table_removed_about = One row for each record that was withdrawn, and for each incident that turned out to be another one. Their ids are never used again.
table_incidents_ucdp = Incidents in UCDP’s columns
table_incidents_ucdp_about = The incidents that count, under the column names and codes of UCDP’s Georeferenced Event Dataset. Columns that these records cannot fill are left out. They are no data of UCDP.
table_incidents_acled = Incidents in ACLED’s columns
table_incidents_acled_about = The incidents that count, under the column names and codes of ACLED. Columns that these records cannot fill are left out. They are no data of ACLED.
table_points = Incidents on the map
table_points_about = The columns of the incidents as properties. The geometry is a point where one may be shown, else null: join the region’s outline by its code.
table_outlines = Regions on the map
table_outlines_about = The columns of the regions as properties, with the outline that the tracker has of them, else null.
table_everything = Everything
table_everything_about = Each incident with its claims, places, sources, statements and changes. The names are those of the columns, and what is missing is left out. The one file has the actors, regions, reports and milestones too.


## Columns of the downloads

field_people_killed = people killed
field_people_injured = people injured
field_people_missing = people missing
field_people_abducted = people abducted
field_people_displaced = people displaced
# $people (text): what is counted, as the five messages above say it; so in the seven that follow
field_low = The lowest number of { $people } that a counted claim states. Empty where none states a number.
field_best = The best estimate of { $people }: one that a counted claim gives, or the number itself where all counted claims state the same. Empty where there is none.
field_high = The highest number of { $people } that a counted claim states. Empty where the top is open or no number is stated.
field_open = Whether the number of { $people } may be higher than any that is stated.
field_about = Whether one of the bounds of { $people } is “about” a number.
field_text = What counted claims say of { $people } in words; several with “; ” between them.
field_state = What counted claims say of { $people }: a number, none at all, words, or that it is not known. Empty where none speaks of it.

field_incident_id = The permanent code of the incident.
field_address = The address of its page, from the root of the site.
field_url = The whole address of its page. Empty where the site does not name its address.
field_title = The title of the record.
field_lang = The language of the record’s own words (BCP 47). Empty where it is that of the site.
field_status = How far the record is: published, or withdrawn; an incident may also be merged into another. Drafts and records under review are in files for editors alone.
field_date_start = The first day on which it can have begun.
field_date_end = The last day on which it can have ended. Empty where it goes on.
field_date_precision = How finely the time is known: to the day, to one of several days, to the month, or to the year.
field_date_lasted = Whether it went on from the first day to the last. Where it is false, it happened within these days, and which of them is known no better than the precision says.
field_date_approximate = Whether the date is “about”.
field_date_uncertain = Whether the source or the reading of the date is doubtful.
field_date_text = The date as it is written (EDTF, ISO 8601-2).
field_time = The time of day, as the source has it.
field_region = The code of the finest region that may be named.
field_region_names = The names of the regions, from the top to the finest.
field_country = The name of the country.
field_country_code = The ISO 3166-1 code of the country, where its record has one.
field_latitude = Degrees north (WGS 84), as written, of the first attacked place whose position may be shown; else of the first where an attack was driven back.
field_longitude = Degrees east (WGS 84), as written, of the same place.
field_position_precision = How finely the place is known; where no place is recorded, how fine the region is.
field_type = The kind of incident, in the vocabulary of this tracker.
field_type_label = The same in words.
field_evidence = How well it is supported that the event happened.
field_counted = Whether it is in the totals.
field_not_counted = Why it is in no total.
field_perpetrators = The codes of the actors that claims name as perpetrators, with rejected and superseded claims left out. One actor may stand there twice with another status.
field_perpetrator_status = How far each of these namings has got, in the same order; “named” where the claim does not say.
field_targets = The codes of the actors that claims name as attacked.
field_sources_count = How many sources the record cites.
field_origins = How many of them, and of what they repeat, are independent.
field_part_of = The incident that contains it; its figures are counted there alone.
field_merged_into = The incident that it turned out to be.
field_removed_kind = What kind of record it is.
field_removed_id = The id of the record.
field_removed_status = Whether it was withdrawn or merged into another one.
field_removed_on = The day on which it was withdrawn or merged, where its history says so.
field_withdrawn_reason = Why it was withdrawn.
field_tags = Free words; several with “; ” between them.
field_last_changed = The day of the last change that is no mended spelling. Empty where none is recorded.

field_of_incident = The code of the incident.
field_number = The place in the record, from 1.
field_figure = The place of the figure in the claim, from 1.
field_claim_id = The claim’s own code within the record.
field_measure = What the figure counts. Empty for a claim without a figure.
field_stated = The figure in the form in which it was stated.
field_claim_low = The lowest number that it states.
field_claim_best = The best estimate that it gives.
field_claim_high = The highest number that it states.
field_claim_open = Whether it states a lowest number and leaves the top open.
field_who = Whom the figure speaks of: civilians, fighters, mixed, unknown, or other words.
field_claim_places = The places that it speaks of, with “; ” between them. Empty where it speaks of the whole.
field_claim_perpetrators = The codes of those who are said to have done it.
field_claim_targets = The codes of those who are said to have been attacked.
field_claim_defenders = The codes of those who are said to have defended.
field_attribution = How far the naming of the perpetrator has got.
field_motive = Why, as somebody says.
field_method = How.
field_damage = What was destroyed or taken.
field_claim_text = Anything else that is asserted.
field_by = Who says so.
field_by_actor = The code of who says so, where that is an actor of this tracker.
field_via = Through whom it became known.
field_on = When it was said (EDTF).
field_source_ids = The codes of the sources that carry it; they stand with the incident in the table of sources.
field_use = What the editors do with it: counted, shown, or rejected.
field_in_range = Whether the range of the incident is made of this figure.
field_reason = Why it is used so.
field_quote = The words themselves.
field_quote_lang = The language of the words (BCP 47).
field_restates = The codes of the claims that it repeats.
field_supersedes = The codes of the claims that it takes the place of.
field_conflicts = The codes of the claims that it cannot be true together with.
field_note = The editors’ words about it.

field_place_name = The name of the place.
field_place_role = What happened there.
field_place_region = The code of its region, where it has one of its own.
field_place_latitude = Degrees north (WGS 84), as written. Empty where the position may not be shown.
field_place_longitude = Degrees east (WGS 84), as written.
field_precision = How finely the position is known.
field_place_date = The date at this place, where that is not the incident’s (EDTF).

field_source_id = The code of the source within the record.
field_shared_source = The code of the shared source that describes it. Empty where the record does.
field_source_status = Whether the source stands: published, or withdrawn where the shared source was taken back. The file of what was withdrawn says why.
field_source_kind = What kind of document or person it is.
field_source_title = The title as it was published.
field_author = Who wrote it.
field_publisher = Who published it.
field_published = When it was published (EDTF).
field_source_lang = Its language (BCP 47).
field_source_url = Where it is.
field_archive_url = Where a copy is kept.
field_archived = When the copy was made (EDTF).
field_accessed = When it was read (EDTF).
field_sha256 = The SHA-256 of the copy that was kept.
field_origin = The codes of the sources that it repeats.
field_translation = Whether it is a translation, and whose.
field_translated_from = The language that it was translated from (BCP 47).

field_statement_kind = What the statement does.
field_statement_to = Whom it is addressed to; several with “; ” between them.
field_statement_text = What was said, in the editors’ words.
field_channel = Where it was said.
field_change_on = The day of the change (EDTF).
field_change_kind = What kind of change it was.
field_change_note = What changed.

field_actor_id = The permanent code of the actor.
field_name = The name.
field_actor_kind = What the actor is.
field_actor_parent = The code of the actor that it belongs to.
field_since = Since when it is what it is (EDTF).
field_until = Until when (EDTF).
field_also = Other spellings and names, with “; ” between them.
field_region_id = The permanent code of the region: the codes from the top, with “/” between them.
field_region_parent = The code of the region above.
field_level = How large an area it is.
field_region_kind = What it is, in the tracker’s own word.
field_iso = Its code in ISO 3166.
field_pcode = Its P-code.
field_wikidata = Its item in Wikidata.
field_formerly = The code of the region that it was part of, or was called, before.
field_report_id = The permanent code of the report.
field_milestone_id = The permanent code of the milestone.
field_area = The codes of the regions that it speaks of, as finely as they may be named.
field_period = The time that it speaks of (EDTF).
field_documents = The codes of the incidents that are inside it.

field_year = The year of the event. Empty where it happened on one of several days of two years.
field_type_of_violence = UCDP’s type, as the tracker translates its own: 1 state-based, 2 non-state, 3 one-sided.
field_side_a = The names of those whom claims name as perpetrators, with “; ” between them; without claims that were rejected or overtaken, and without those whose part is denied in every claim that names them.
field_side_b = The names of those whom claims name as attacked, with “; ” between them.
field_source_headlines = The titles of the sources, with “; ” between them. The record’s own title is in the file of incidents.
field_acled_notes = The title of the record: the editors’ words, and no source’s.
field_publishers = The publishers of the sources, with “; ” between them.
field_where_prec = UCDP’s code: 1 the place, 2 near it, 3 a second-level area or smaller, 4 a first-level area, 6 the country, 7 several countries.
field_main_place = The name of the place whose position is given.
field_adm1 = The name of the first-level area.
field_adm2 = The name of the second-level area.
field_adm3 = The name of the third-level area.
field_wkt = The position as well-known text.
field_priogrid = The cell of the PRIO-GRID that the position lies in.
field_event_clarity = UCDP’s code: always 1, since each row is one event.
field_date_prec = UCDP’s code: 1 the day, 2 one of two to six days, 3 a week, 4 a month, 5 longer.
field_event_date = The day in the middle of those that the date can mean; of what lasted, the first. Empty where only the year is known.
field_time_precision = ACLED’s code: 1 the day, 2 a week or less, 3 a month. Empty where it is known less finely.
field_event_type = ACLED’s event type, as the tracker translates its own.
field_sub_event_type = ACLED’s sub-event type, as the tracker translates its own.
field_geo_precision = ACLED’s code: 1 the place, 2 near it, 3 a larger area. Empty where only the country is known.
field_fatalities = The lowest number of people killed that a counted claim states, as ACLED does it. Empty where none states a number, where ACLED has 0.


## How a total is made

proofs = How the totals are made
# $of (text): a region, a year, a month, an actor with its part
proof_title = How the total is made: { $of }
# $actor, $part (texts)
proof_of_part = { $actor } ({ $part })
proof_back = Total of
proof_rule = The rule
proof_whole_rule = The whole rule, and the totals of the site
proof_rule_claims = Nobody types a total. Every figure is a claim that somebody makes and a source carries. Editors mark each claim as counted, shown or rejected. Only counted figures of incidents are added up. A claim that repeats another, or that a later one has overtaken, adds nothing.
proof_rule_range = The range of an incident runs from the lowest to the highest number that a counted claim states. “At least” and “more than” leave the top open, unless another counted claim states a higher number. Claims about single places are added up only where no counted claim gives a number for the whole.
proof_rule_words = Words such as “hundreds” stay words and are never turned into numbers. “None” means that a source says there was nobody. Where nobody says anything, nothing is assumed.
proof_rule_sum = Lowest numbers, best estimates and highest numbers are added up apart. Incidents without a number add nothing and are named. If the range of one incident is open, so is the total.
proof_rule_kinds = An incident is counted once. One that is part of a larger incident is counted there. Reports and milestones, records that were withdrawn, and records that turned out to describe another incident are in no total.
proof_rule_grades = Whether an incident is counted depends on how well it is supported:
grade_counted = counted
grade_not_counted = not counted
proof_note_perpetrator = The total adds up whole incidents. It does not say that the actor is responsible for all of this harm: an attribution belongs to the one who makes it, and an incident may name several parties.
proof_note_actor = The total adds up whole incidents. An incident may name several parties.
proof_sums = The sums
proof_sums_caption = People, by what happened to them
proof_low = Lowest
proof_best = Best estimate
proof_high = Highest
proof_parts = Made of
# $count (number): incidents
proof_added = { $count ->
    [0] No incident is counted.
    [one] { $count } incident is counted.
   *[other] { $count } incidents are counted.
}
# $count (number): incidents
proof_with_number = { $count ->
    [one] { $count } incident with a number
   *[other] { $count } incidents with a number
}
# $best (number): their sum; $count, $all (numbers): incidents that have one, and all with a number
proof_best_of_some = { $best }, over { $count } of { $all }
# $count (number): incidents
proof_open = { $count ->
    [one] { $count } with an open top
   *[other] { $count } with an open top
}
# $count (number): incidents
proof_words = { $count ->
    [one] { $count } of which a source speaks without a number
   *[other] { $count } of which sources speak without a number
}
# $count (number): incidents
proof_silent = { $count ->
    [one] { $count } of which no counted claim speaks
   *[other] { $count } of which no counted claim speaks
}
proof_left_out = Left out
left_out_withdrawn_short = withdrawn
left_out_merged_short = merged into another record
left_out_part_short = part of another incident and not added beside the whole
# $grade (text)
left_out_evidence_short = with evidence graded “{ $grade }”
left_out_report_short = reports, which cover many incidents
left_out_milestone_short = milestones, which are no incidents
proof_records = Every record that was looked at
proof_caption = What each record adds
proof_key = A dash means that no counted claim speaks of it. A single number is its own best estimate.
oldest_first = The oldest come first.
record_column = Record
proof_carried = Carried over from older pages
proof_so_far = Up to here
proof_total = Total
# A sum whose top is open. $low, $high (numbers)
proof_open_sum = { $low } to { $high } or more
# Where nobody says anything
nothing_said = –


## The home page

latest_incidents = Latest incidents
all_incidents = All incidents
latest_changes = Latest corrections and updates
all_changes = All corrections and updates


## Corrections of all records

corrections = Corrections and updates
corrections_intro = What was added, corrected or withdrawn after a record was first published. Mended spelling is left out here; each record’s own history has it.
# $count (number)
correction_count = { $count ->
    [0] no corrections
    [one] { $count } correction
   *[other] { $count } corrections
}
# $count (number)
update_count = { $count ->
    [0] no updates
    [one] { $count } update
   *[other] { $count } updates
}
# $count (number)
withdrawal_count = { $count ->
    [0] no withdrawals
    [one] { $count } withdrawal
   *[other] { $count } withdrawals
}
no_corrections = No correction, update or withdrawal is recorded so far.
report_error = Is something here wrong? Write to
report_error_to = Is something here wrong? Tell the publisher:
corrections_feed = Feed of corrections
# The title of an entry of the feed. $kind, $title (texts): "Correction", the record's title
change_of = { $kind }: { $title }
# The title of a list of the site outside its pages. $site, $list (texts)
list_of_site = { $site }: { $list }
record_incident = Incident
record_report = Report
record_milestone = Milestone
record_region = Region
record_actor = Actor
record_source = Source
record_page = Page


## Search

search = Search
search_intro = Words of every page: names in all spellings, places, parties, claims, statements and texts.
search_no_scripts = The search runs in your browser and needs scripts, which are off here.
search_words = Words
search_do = Search
search_rule = A page is found that has all the words. The beginning of a word is enough, from three letters; accents and capitals do not matter.
search_pages = Pages found
search_more = Show more
search_otherwise = Without a search
# $count (number): how many pages are found, for the choice of words alone; $shown (text): the same as
# numbers are written
search_found = { $count ->
    [one] { $shown } page
   *[other] { $shown } pages
}
search_none = No page has these words.
search_some = No page has all of these words; these have some of them.
# Before words that are spelled nearly so
search_near = Did you mean
search_short = Write a word of at least two letters.
# $word (text)
search_unknown = “{ $word }” is on no page.
# $word (text)
search_common = “{ $word }” is on so many pages that it was left out of account.
# $word (text)
search_partly = Many words begin with “{ $word }”, and only some were looked at. Write more of it.
search_loading = The index is being loaded.
search_failed = The index could not be loaded.


## Names

names = Names
names_intro = Every spelling of a region, an actor or a place in these records, and where it leads. Names that look alike are told apart by what they mean and by the region that it lies in.
names_search = To find a name, search this page with your browser.
# $count (number)
name_count = { $count ->
    [0] no spellings
    [one] { $count } spelling
   *[other] { $count } spellings
}
letters = Letters
# After a spelling, before the name that the same is recorded under
see_name = see
name_of_place = Place
# $count (number): incidents of a place that are not named beside it
more_incidents = { $count ->
    [one] and { $count } more in this region
   *[other] and { $count } more in this region
}
names_digits = 0–9
names_ethiopic = Ethiopic script
names_hangul = Korean script
names_han = Chinese characters
names_other = Other signs
no_names = No name is recorded yet.
perhaps_other_spelling = Perhaps it stands under another spelling:


## An incident: the first screen

region_path = Where it lies
by_whom = By whom
how_sure = How sure
according_to = According to
none_counted = No figure is counted
no_figure_recorded = No figure is recorded.
no_perpetrator = No perpetrator is recorded.
no_sources = No source is recorded.
# $counted, $all (numbers): claims of one measure
claims_counted = { $all ->
    [one] { $counted } of { $all } claim counted
   *[other] { $counted } of { $all } claims counted
}
# The same where they differ
claims_counted_range = from the lowest to the highest of { $counted } counted claims ({ $all } in all)
# $sources, $origins (numbers)
source_count = { $sources ->
    [one] { $sources } source
   *[other] { $sources } sources
}, { $origins ->
    [one] { $origins } independent origin
   *[other] { $origins } independent origins
}
# $actor, $status (texts)
attributed = { $actor }: { $status }
# $actor, $status, $by (texts)
attributed_by = { $actor }: { $status }, according to { $by }
named_without_status = named
left_out_withdrawn = The record was withdrawn and is in no total.
left_out_merged = The record was merged into another and is in no total.
left_out_part = It is a part of another incident, and is not added beside the whole:
left_out_report = A report covers many incidents. Its figures are never counted.
left_out_milestone = A milestone is no incident. It enters no total.
# $grade (text)
left_out_evidence = This incident is in no total: its evidence is graded “{ $grade }”.



## What a page of an incident says of itself elsewhere, in previews and search results

# $date, $region (texts)
share_when_where = { $date }, { $region }.
# $range (text): "5 to 20"; $who (text): "civilians"
share_people = { $range } { $who }
# A figure and how many claims stand behind it. $what, $range, $claims (texts): "Killed", "5 to 20",
# "2 of 3 claims counted"
share_fact = { $what }: { $range } ({ $claims }).
# $by (text): those who give the figures
share_fact_by = { $what }: { $range }, according to { $by } ({ $claims }).
share_fact_uncounted = { $what }: no figure is counted ({ $claims }).
# $grade (text): how well it is supported
share_evidence = Evidence: { $grade }.
# On a card picture. $grade (text)
card_evidence = Evidence: { $grade }
# One assertion of a claim. $what, $figure (texts)
share_figure = { $what }: { $figure }
# Between the assertions of one claim
claim_separator = { "; " }
# Between sentences
sentence_separator = { " " }


## The ledger of claims

claims = Who says what
claims_intro = Every figure and every assertion, with the one who makes it and the source that carries it. Ranges are computed from the counted figures alone.
claims_intro_uncounted = Every assertion with the one who makes it and the source that carries it. None of these figures is counted in any total.
claims_caption = Claims, in the order of the record
claim = Claim
claim_column = Claim
by_column = Who says so
source_column = Source
use_column = Use
use_place = Counted for its place
use_asserted = Recorded
by_nobody = Not stated
no_source = No source
via = By way of
only_for = Speaks of these places alone:
method = How
motive = Why, as it is said
damage = Damage
restates = Repeats claim
restated_by = Repeated by claim
supersedes = Takes the place of claim
superseded_by = Overtaken by claim
conflicts = Cannot be true together with claim


## Other parts of a record

places = Places
unnamed_place = A place without a name
shown_as = Position known as:
# $latitude, $longitude (texts): decimal degrees
coordinates = Latitude { $latitude }, longitude { $longitude } (WGS 84)
also_written = Also written
also_known_as = Also known as
narrative = What is recorded
statements = What was said afterwards
the_accused = named as responsible
# Before what an actor named as responsible says, or what is said by one that it belongs to
own_account = From its side:
at_this_place = Here alone:
addressed_to = To
victims = Those named
age = Age
related = Related records
part_of = Part of
parts = Parts of this incident
documented_by = Reports that cover it
see_also = See also
history = History of this record
cite = How to cite this record
record_id = Record
in_this_region = In this region
in_time = In time
earlier = Earlier
later = Later
# $title, $id, $site, $publisher, $date (texts): the date in words
citation = { $publisher }, “{ $title }”, { $date }, { $site }, record { $id }.
# The same, and $version (text): the date of the newest change
citation_version = { $publisher }, “{ $title }”, { $date }, { $site }, record { $id }, version of { $version }.
# The same, of a record without changes; $version (text): the newest date that its sources tell of
citation_sources = { $publisher }, “{ $title }”, { $date }, { $site }, record { $id }, sources up to { $version }.
# What reference managers keep as a note. $kind, $date (texts): "Incident", the date in words
citation_note = { $kind }: { $date }.
# The same, and $version (text): the date of the newest change
citation_note_version = { $kind }: { $date }. Version: { $version }.
# The same, of a record without changes; $version (text): the newest date that its sources tell of
citation_note_sources = { $kind }: { $date }. Sources up to: { $version }.
cite_formats = For reference managers
cite_bibtex = BibTeX
cite_ris = RIS
cite_csl = CSL-JSON


## Sources

untitled = A source without a title
repeats = Repeats
which_repeats = which repeats
translated = Translated
from_language = from
address = Address
archived_copy = Archived copy
read_on = Read
about_source = About this source
cited_by = Records that cite it
cited_by_none = No record cites this source.


## Regions, timeline, actors, reports

sub_regions = Regions within it
about_region = About this region
region_cases = What is recorded in this region
since = Since
until = Until
formerly = Formerly
successors = Now also
months = Months
period_cases = What is recorded
# $count (number): records of a year
without_month = { $count ->
    [one] Of { $count } record only the year is known.
   *[other] Of { $count } records only the year is known.
}
about_actor = About this actor
belongs_to = Belongs to
members = To it belong
part_admitted = Responsible by its own admission
part_established = Found responsible by a court or an inquiry
part_claimed = Claimed as its own act
part_alleged = Said to be responsible
part_suspected = Suspected
part_contested = Named, and contested
part_denied = Named, and denied
part_named = Named as responsible
part_rejected = Named in a claim that is rejected or overtaken
part_target = Attacked
part_defender = Defended
part_speaker = Speaks or is quoted
part_addressee = Addressed
part_note_perpetrator = An attribution belongs to the one who makes it. Each record says who that is.
part_note_rejected = The claim is kept on record with the reason why it does not stand.
report_published = Published
report_period = Speaks of
area = Area
report_notice = This report covers many incidents. Its figures are shown and never counted.
documents = Incidents inside this report


## Records and addresses that are gone

withdrawn_notice = This record was withdrawn.
merged_notice = This record turned out to describe an incident that has a record already.
continues_at = It is recorded here:
moved = This page has moved:
not_found = There is no such page
not_found_text = The address leads nowhere on this site. Records are never removed without a trace, so it may hold a slip.
to_home = To the first page


## Languages of sources, by their tags

language_am = Amharic
language_ar = Arabic
language_bm = Bambara
language_bn = Bengali
language_de = German
language_en = English
language_es = Spanish
language_fa = Persian
language_ff = Fula
language_fr = French
language_ha = Hausa
language_he = Hebrew
language_hi = Hindi
language_id = Indonesian
language_it = Italian
language_ja = Japanese
language_ko = Korean
language_ku = Kurdish
language_my = Burmese
language_nl = Dutch
language_pl = Polish
language_ps = Pashto
language_pt = Portuguese
language_ru = Russian
language_so = Somali
language_sv = Swedish
language_sw = Swahili
language_ta = Tamil
language_ti = Tigrinya
language_tr = Turkish
language_uk = Ukrainian
language_ur = Urdu
language_vi = Vietnamese
language_yo = Yoruba
language_zh = Chinese


## Maps

map_of_places = Map of the places of this incident
map_of_incidents = Map of the incidents
# $region (text)
map_of_region = Map of the incidents in { $region }
# A mark on the map of an incident. $place, $role (texts)
map_mark = { $place }: { $role }
# $place, $role (texts)
map_mark_near = { $place }, within some 25 km of this point: { $role }
# A mark on the map of many incidents. $incident, $date (texts)
map_incident = { $incident }, { $date }
# A circle on a map. $incidents, $killed, $region (texts)
map_gathered = { $incidents } here, all in { $region }. Killed: { $killed }
# A circle for what no position is known of. $incidents, $killed, $region (texts)
map_gathered_somewhere = { $incidents } somewhere in { $region }. Killed: { $killed }
# The same; $within is the region in whose outline they are drawn
map_gathered_within = { $incidents } somewhere in { $region }, drawn within { $within }. Killed: { $killed }
# What a ring in the key means. $role (text)
map_key_near = { $role }, within some 25 km of the point
# $roles: what happened there
map_area = { $roles }: somewhere in the shaded area
# What a circle in the key means. $largest (number)
map_many = Several incidents close together; the largest circle stands for { $largest }
# What a circle in a hexagon means. $largest (number)
map_cells = Incidents within a hexagon; the largest circle stands for { $largest }
map_somewhere = Known only to be somewhere in the area around the circle
# $region, $within (texts)
map_within = No outline of { $region } is known, so it is drawn within { $within }.
map_within_country = No outline of { $region } is known, so it is not marked on this map of { $within }.
map_within_others = Regions whose outline is not known are drawn within others.
map_country_only = Not on the map, because no more than the country is known or shown:
map_not_drawn = Not drawn on the map, because no outline is known:
no_map_country_only = There is no map, because no more than the country is known or shown:
no_map = There is no map, because no outline is known:
map_beyond = Beyond the edge of this map:
# $count (number)
map_elsewhere = { $count ->
    [one] One incident is not on this map, because its place is not known more finely or may not be shown.
   *[other] { $count } incidents are not on this map, because their places are not known more finely or may not be shown.
}
# $count (number)
map_scale = { $count } km
# $count (number)
map_scale_middle = { $count } km at the middle
map_credit = Outlines: Natural Earth, public domain, or the tracker’s own. Borders are drawn as it has them; this takes no side.
