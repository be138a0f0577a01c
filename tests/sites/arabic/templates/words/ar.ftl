### The words of the site in Arabic.

amount_about = نحو { $n }
amount_at_least = { $n } على الأقل
amount_more_than = أكثر من { $n }
amount_up_to = حتى { $n }
amount_between = { $low } إلى { $high }
amount_best = أفضل تقدير { $best }
amount_range_and_best = { $range }، أفضل تقدير { $best }
amount_none = لا أحد
amount_unknown = غير معروف

range_between = { $low } إلى { $high }
range_about_between = نحو { $low } إلى { $high }
range_about = نحو { $n }
range_open = { $n } أو أكثر
range_about_open = نحو { $n } أو أكثر

date_lasted = { $from } إلى { $to }
date_lasted_in_month = { $first } إلى { $to }
date_lasted_in_year = { $first } إلى { $to }
date_continuing = منذ { $from } ولا يزال مستمرا
date_one_of = أحد الأيام من { $from } إلى { $to }
date_one_of_in_month = أحد الأيام من { $first } إلى { $to }
date_one_of_in_year = أحد الأيام من { $first } إلى { $to }
date_about = نحو { $date }
date_uncertain = { $date } (غير مؤكد)
date_about_uncertain = نحو { $date } (غير مؤكد)

body_notes = حواش
body_back = عودة إلى النص
body_table = جدول

measure_killed = القتلى
measure_injured = الجرحى
measure_missing = المفقودون
measure_abducted = المخطوفون
measure_displaced = النازحون

who_civilians = مدنيون
who_fighters = مقاتلون
who_mixed = مدنيون ومقاتلون
who_unknown = أشخاص غير معروفي الصفة
who_civilians_counted = { $n ->
    [few] مدنيين
   *[other] مدنيا
}
who_fighters_counted = { $n ->
    [few] مقاتلين
   *[other] مقاتلا
}
who_mixed_counted = من المدنيين والمقاتلين
who_unknown_counted = من غير معروفي الصفة

use_counted = محتسب
use_shown = معروض
use_rejected = مرفوض

attribution_admitted = معترف به
attribution_admitted_meaning = اعترف به الطرف المذكور.
attribution_established = ثابت
attribution_established_meaning = أثبته قضاء أو تحقيق.
attribution_claimed = متبنى
attribution_claimed_meaning = تبناه الطرف المذكور.
attribution_alleged = منسوب
attribution_alleged_meaning = يقول به أحدهم.
attribution_suspected = مشتبه به
attribution_suspected_meaning = يراه أحدهم مرجحا.
attribution_contested = متنازع فيه
attribution_contested_meaning = تختلف فيه مصادر موثوقة.
attribution_denied = منفي
attribution_denied_meaning = ينفيه الطرف المذكور.

statement_condemnation = إدانة
statement_concern = إعراب عن القلق
statement_denial = نفي
statement_admission = اعتراف
statement_accusation = اتهام
statement_recommendation = توصية
statement_offer = عرض مساعدة
statement_operation = إعلان عملية
statement_inquiry = إعلان تحقيق
statement_mourning = تعزية

place_role_attacked = تعرض للهجوم
place_role_repelled = صد فيه الهجوم
place_role_fled_to = فر الناس إليه
place_role_launched_from = انطلق الهجوم منه
place_role_mentioned = مذكور

precision_exact = النقطة بعينها
precision_settlement = بلدة
precision_near = في حدود 25 كم تقريبا
precision_adm3 = منطقة إدارية من المستوى الثالث
precision_adm2 = منطقة إدارية من المستوى الثاني
precision_adm1 = منطقة إدارية من المستوى الأول
precision_country = بلد

status_draft = مسودة
status_review = قيد المراجعة
status_published = منشور
status_withdrawn = مسحوب

change_update = تحديث
change_correction = تصحيح
change_typo = إملاء
change_withdrawal = سحب

source_kind_official = رسمي
source_kind_ngo = منظمة غير حكومية
source_kind_un = الأمم المتحدة
source_kind_news = أخبار
source_kind_republication = إعادة نشر
source_kind_social = وسائل التواصل
source_kind_testimony = شهادة
source_kind_data = بيانات
source_kind_academic = عمل أكاديمي

translation_none = اللغة الأصلية
translation_human = ترجمة بشرية
translation_machine = ترجمة آلية
translation_machine_suspected = ترجمة آلية على الأرجح

evidence_confirmed = مؤكد
evidence_confirmed_meaning = اعترف به المسؤولون عنه أو أثبته تحقيق.
evidence_fair = مقبول
evidence_fair_meaning = يتفق أصلان مستقلان أو أكثر على وقوعه.
evidence_weak = ضعيف
evidence_weak_meaning = يقول أصل واحد بوقوعه.
evidence_contested = متنازع فيه
evidence_contested_meaning = تختلف مصادر موثوقة في وقوعه على هذا النحو.
evidence_discounted = مستبعد
evidence_discounted_meaning = رئي أنه لم يقع أو أنه ليس من هذا السجل.
evidence_unassessed = لم يقيم
evidence_unassessed_meaning = لم تقيم الأدلة.

basis_family = سمته العائلة أو بموافقتها
basis_official_list = مذكور في قائمة رسمية
basis_published = منشور على نطاق واسع
basis_consent = ذكر بموافقته

actor_kind_armed_group = جماعة مسلحة
actor_kind_state_force = قوة حكومية
actor_kind_militia = ميليشيا
actor_kind_institution = مؤسسة
actor_kind_organisation = منظمة
actor_kind_community = جماعة سكانية
actor_kind_media = وسيلة إعلام
actor_kind_person = شخص

actor_role_perpetrator = منسوبة إليه المسؤولية
actor_role_target = مستهدف
actor_role_defender = مدافع
actor_role_speaker = متحدث
actor_role_addressee = مخاطب

skip_to_content = انتقل إلى المحتوى
sections = أقسام الموقع
about_site = عن هذا الموقع
published_by = الناشر
licence = رخصة البيانات
feed = تغذية الحوادث
feed_of_list = تغذية هذه الحوادث
feed_of_region = { $site }: الحوادث في { $region }
feed_of_actor = { $site }: الحوادث التي يرد فيها { $actor }
feed_of_actor_note = تذكر السجلات من يسمي هذا الطرف، وبأي صفة، وإلى أين وصل ذلك.
feed_line = { $label }: { $text }
feed_whole_record = السجل كاملا مع ادعاءاته ومصادره
calendar = تقويم أيام الحوادث
pages = صفحات هذه القائمة
newer = الأحدث
older = الأقدم
previous_page = الصفحة السابقة
next_page = الصفحة التالية
page_range = { $from } إلى { $to } من { $count }
full_page_range = { $from } إلى { $to } بدءا من الأقدم
newest_first = الأحدث أولا.
list_separator = { "، " }
warning = تنبيه:
tags = كلمات مفتاحية:

incidents = الحوادث
timeline = التسلسل الزمني
regions = المناطق
actors = الجهات
reports = التقارير
milestones = المحطات
sources = المصادر
report = تقرير، غير محتسب
milestone = محطة، غير محتسبة
incidents_intro = كل سجل حدث واحد ألحق أذى بالناس.
reports_intro = يشمل التقرير أحداثا كثيرة على مدى فترة. تعرض أرقامه ولا تحتسب، كي لا يحتسب أحد مرتين.
milestones_intro = أحداث تضع التسلسل الزمني في سياقه. ليست حوادث ولا تدخل في أي مجموع.
regions_intro = يدرج الحادث تحت أدق منطقة معروفة وتحت كل ما فوقها.
actors_intro = كل من يسميه سجل: من نسبت إليه المسؤولية ومن هوجم ومن تحدث. وليس الإدراج هنا اتهاما.
sources_intro = مصادر يستشهد بها أكثر من سجل. أما مصادر السجل الواحد ففي صفحته.
timeline_intro = يدرج الحادث تحت الشهر الذي بدأ فيه، أو تحت السنة حين لا يعرف غيرها.

incident_count = { $count ->
    [0] لا حوادث
    [one] حادث واحد
    [two] حادثان
    [few] { $count } حوادث
    [many] { $count } حادثا
   *[other] { $count } حادث
}
all_cases = { $count ->
    [one] سجل واحد
   *[other] جميع السجلات ({ $count })
}
evidence_label = الأدلة:
no_figure = بلا رقم
not_counted = خارج كل مجموع
removed_withdrawn = مسحوب
removed_merged = مدمج في سجل آخر
removed = سجلات مسحوبة ومدمجة
removed_intro = تبقى عناوين السجلات دائما. هذه سحبت أو تبين أنها تصف حادثا له سجل.
nothing_recorded = لم يسجل شيء هنا بعد.
no_incidents = لم يسجل أي حادث بعد.
nothing_in_region = لم يسجل شيء في هذه المنطقة. ولا يعني ذلك أن شيئا لم يقع.
nothing_of_actor = لا يسمي هذه الجهة أي حادث أو تقرير أو محطة.

totals = المجاميع
figures = الأرقام
recorded = المسجل
how_counted = كيف يحتسب هذا
no_sum = لا يذكر أي قول محتسب رقما.
sum_scope = { $without ->
    [0] من { $incidents ->
        [one] حادث واحد
        [two] حادثين
        [few] { $incidents } حوادث
       *[other] { $incidents } حادثا
    }
   *[other] من الحوادث: { $incidents }، وبلا رقم: { $without }
}
left_out_count = منها خارج كل مجموع: { $count }
counting_rule = يحتسب الحادث مرة واحدة إذا كان تقييم أدلته من هذه: { $grades }. ومداه من أدنى رقم إلى أعلى رقم في أقواله المحتسبة. وتجمع الأرقام الدنيا على حدة والعليا على حدة، ولا تحول كلمات مثل «مئات» إلى أرقام أبدا. وما كان جزءا من حادث أكبر فيحتسب هناك. ولا تحتسب التقارير والمحطات أبدا.
proof_link = كيف تكون هذا المجموع، سجلا سجلا

claims_chart = الأرقام على مقياس واحد
claims_chart_key = النقطة رقم واحد، والشريط مدى، والقوس مع السهم «على الأقل». والجزء المظلل هو المدى. العلامات المملوءة تكونه، والمفرغة لا تدخل فيه، والمشطوبة مرفوضة.
claims_chart_start = يبدأ المقياس عند { $n } لا عند الصفر.
claims_chart_more = أقوال أخرى في القائمة أدناه: { $count }.
over_time = عبر الزمن
series_by_month = شهرا بشهر، من { $from } إلى { $to }.
series_by_year = سنة بسنة، من { $from } إلى { $to }.
series_by_years = كل { $years } سنوات، من { $from } إلى { $to }.
series_key = يمتد الشريط من أدنى رقم إلى أعلاه، والخط فيه أفضل تقدير، والخط وحده رقم واحد. والسهم يعني «أو أكثر». والحلقة حيث لا يعرف رقم.
series_gaps = الفراغ يعني أن شيئا لم يسجل، لا أن شيئا لم يقع.
series_without_month = حوادث لا تعرف إلا سنتها: { $count }، وهي في الجدول وحده.
series_milestones = من المحطات ({ $all }) علمت آخر { $shown }.
series_table = الأرقام نفسها في جدول
period_column = الفترة
picture_name = { $what }؛ والأرقام نفسها في الجدول التالي
slot_title = { $period }: { $what }
month_unknown = { $year }، الشهر غير معروف
sub_series = الحوادث في المناطق التابعة
sub_series_all = بترتيب الأسماء، على الفترة نفسها والمقياس نفسه: أعلى شريط يمثل { $highest }.
sub_series_some = المناطق الأكثر حوادث ({ $shown } من { $all }) بترتيب الأسماء، على الفترة نفسها والمقياس نفسه: أعلى شريط يمثل { $highest }.

proofs = كيف تكونت المجاميع
proof_title = كيف تكون المجموع: { $of }
proof_of_part = { $actor } ({ $part })
proof_back = مجموع
proof_rule = القاعدة
proof_whole_rule = القاعدة كاملة ومجاميع الموقع
proof_rule_claims = لا يكتب أحد مجموعا. كل رقم قول يقوله قائل ويحمله مصدر. ويعلم المحررون كل قول بأنه محتسب أو معروض أو مرفوض. ولا تجمع إلا أرقام الحوادث المحتسبة. والقول الذي يكرر غيره أو تجاوزه قول لاحق لا يضيف شيئا.
proof_rule_range = يمتد مدى الحادث من أدنى حد في أقواله المحتسبة إلى أعلى حد فيها. والرقم المفرد يعني الحدين. وقول «على الأقل» يترك الأعلى مفتوحا ما لم يذكر قول آخر رقما أعلى. والأقوال عن أماكن مفردة لا تجمع إلا حيث لا قول محتسبا عن الكل.
proof_rule_words = تبقى كلمات مثل «مئات» كلمات ولا تحول إلى أرقام. و«لا أحد» تعني أن مصدرا يقول ذلك. وحيث لا يقول أحد شيئا فلا يفترض شيء.
proof_rule_sum = تجمع الأرقام الدنيا وأفضل التقديرات والأرقام العليا كل على حدة. والحوادث التي بلا رقم لا تضيف شيئا وتذكر. وإذا كان مدى حادث واحد مفتوحا فالمجموع مفتوح.
proof_rule_kinds = يحتسب الحادث مرة واحدة. وما كان جزءا من حادث أكبر فيحتسب هناك. والتقارير والمحطات والسجلات المسحوبة والمدمجة خارج كل مجموع.
proof_rule_grades = يتوقف احتساب الحادث على قوة ما يسنده:
grade_counted = محتسب
grade_not_counted = غير محتسب
proof_note_perpetrator = يجمع هذا المجموع حوادث كاملة. ولا يقول إن الجهة مسؤولة عن كل هذا الأذى: فالنسبة لمن يقول بها، وقد يسمي الحادث أطرافا عدة.
proof_note_actor = يجمع هذا المجموع حوادث كاملة. وقد يسمي الحادث أطرافا عدة.
proof_sums = المجاميع
proof_sums_caption = الناس بحسب ما أصابهم
proof_low = الأدنى
proof_best = أفضل تقدير
proof_high = الأعلى
proof_parts = مكون من
proof_added = { $count ->
    [0] لم يحتسب أي حادث.
    [one] احتسب حادث واحد.
    [two] احتسب حادثان.
    [few] احتسبت { $count } حوادث.
   *[other] احتسب { $count } حادثا.
}
proof_with_number = حوادث لها رقم: { $count }
proof_best_of_some = { $best }، على { $count } من { $all }
proof_open = أعلاها مفتوح: { $count }
proof_words = تذكرها المصادر بلا رقم: { $count }
proof_silent = لا يذكرها أي قول محتسب: { $count }
proof_left_out = المتروك
left_out_withdrawn_short = مسحوب
left_out_merged_short = مدمج في سجل آخر
left_out_part_short = جزء من حادث آخر فلا يضاف إلى جانب الكل
left_out_evidence_short = تقييم أدلته «{ $grade }»
left_out_report_short = تقارير تشمل حوادث كثيرة
left_out_milestone_short = محطات ليست حوادث
proof_records = كل سجل نظر فيه
proof_caption = ما يضيفه كل سجل
proof_key = الشرطة تعني أن أي قول محتسب لا يذكره. والرقم المفرد هو أفضل تقدير لنفسه.
oldest_first = الأقدم أولا.
record_column = السجل
proof_carried = منقول من الصفحات الأقدم
proof_so_far = حتى هنا
proof_total = المجموع
proof_open_sum = { $low } إلى { $high } أو أكثر
nothing_said = –

latest_incidents = أحدث الحوادث
all_incidents = جميع الحوادث
latest_changes = أحدث التصحيحات والتحديثات
all_changes = جميع التصحيحات والتحديثات

corrections = التصحيحات والتحديثات
corrections_intro = ما أضيف أو صحح أو سحب بعد أول نشر للسجل. وتصحيح الإملاء في تاريخ كل سجل.
correction_count = تصحيحات: { $count }
update_count = تحديثات: { $count }
withdrawal_count = مسحوبات: { $count }
no_corrections = لم يسجل أي تصحيح أو تحديث أو سحب بعد.
report_error = هل من خطأ هنا؟ اكتب إلى
report_error_to = هل من خطأ هنا؟ أخبر الناشر:
corrections_feed = تغذية التصحيحات
change_of = { $kind }: { $title }
list_of_site = { $site }: { $list }
record_incident = حادث
record_report = تقرير
record_milestone = محطة
record_region = منطقة
record_actor = جهة
record_source = مصدر
record_page = صفحة

search = بحث
search_intro = كلمات كل الصفحات: الأسماء بكل كتاباتها والأماكن والجهات والادعاءات والتصريحات والنصوص.
search_no_scripts = يجري البحث في متصفحك ويحتاج إلى البرامج النصية، وهي معطلة هنا.
search_words = كلمات
search_do = ابحث
search_rule = تُعثر على الصفحة التي فيها كل الكلمات. يكفي أول الكلمة، من ثلاثة أحرف؛ ولا فرق في التشكيل.
search_pages = الصفحات التي عثر عليها
search_more = أظهر المزيد
search_otherwise = من غير بحث
search_found = { $count ->
    [zero] لا صفحات
    [one] صفحة واحدة
    [two] صفحتان
    [few] { $shown } صفحات
    [many] { $shown } صفحة
   *[other] { $shown } صفحة
}
search_none = لا صفحة فيها هذه الكلمات.
search_some = لا صفحة فيها كل هذه الكلمات؛ في هذه بعضها.
search_near = هل تقصد
search_short = اكتب كلمة من حرفين على الأقل.
search_unknown = «{ $word }» ليست في أي صفحة.
search_common = «{ $word }» في صفحات كثيرة فلم تحسب.
search_partly = كلمات كثيرة تبدأ بـ«{ $word }» ولم ينظر إلا في بعضها. اكتب أكثر منها.
search_loading = يجري تحميل الفهرس.
search_failed = تعذر تحميل الفهرس.

names = الأسماء
names_intro = كل كتابة لاسم منطقة أو جهة أو مكان في هذه السجلات، وإلى أين تؤدي. وتميز الأسماء المتشابهة بما تعنيه وبالمنطقة التي تقع فيها.
names_search = للعثور على اسم ابحث في هذه الصفحة بمتصفحك.
name_count = كتابات: { $count }
letters = الحروف
see_name = انظر
name_of_place = مكان
more_incidents = وغيرها في هذه المنطقة: { $count }
names_digits = 0–9
names_ethiopic = الخط الإثيوبي
names_hangul = الخط الكوري
names_han = الرموز الصينية
names_other = رموز أخرى
no_names = لم يسجل أي اسم بعد.
perhaps_other_spelling = لعله تحت كتابة أخرى:

region_path = موقعه
by_whom = الفاعل
how_sure = مدى التأكد
according_to = بحسب
none_counted = لم يحتسب أي رقم
no_figure_recorded = لم يسجل أي رقم.
no_perpetrator = لم يسجل أي فاعل.
no_sources = لم يسجل أي مصدر.
claims_counted = الأقوال المحتسبة: { $counted } من { $all }
source_count = المصادر: { $sources }، والأصول المستقلة: { $origins }
attributed = { $actor }: { $status }
attributed_by = { $actor }: { $status }، بحسب { $by }
named_without_status = مذكور
left_out_withdrawn = سحب السجل وهو خارج كل مجموع.
left_out_merged = أدمج السجل في آخر وهو خارج كل مجموع.
left_out_part = هو جزء من حادث آخر ولا يضاف إلى جانب الكل:
left_out_report = يشمل التقرير حوادث كثيرة. ولا تحتسب أرقامه أبدا.
left_out_milestone = ليست المحطة حادثا، ولا تدخل في أي مجموع.
left_out_evidence = هذا الحادث خارج كل مجموع: تقييم أدلته «{ $grade }».

claims = من يقول ماذا
claims_intro = كل رقم وكل قول، مع قائله والمصدر الذي يحمله. ويحسب المدى من الأرقام المحتسبة وحدها.
claims_intro_uncounted = كل قول مع قائله والمصدر الذي يحمله. ولا يحتسب أي من هذه الأرقام في مجموع.
claims_caption = الأقوال بترتيب السجل
claim = القول
claim_column = القول
by_column = القائل
source_column = المصدر
use_column = الاستعمال
use_place = محتسب لمكانه
use_asserted = مسجل
by_nobody = غير مذكور
no_source = بلا مصدر
via = عن طريق
only_for = عن هذه الأماكن وحدها:
method = كيف
motive = السبب كما يقال
damage = الأضرار
restates = يكرر القول
restated_by = يكرره القول
supersedes = يحل محل القول
superseded_by = حل محله القول
conflicts = لا يصح مع القول

places = الأماكن
unnamed_place = مكان بلا اسم
shown_as = دقة الموقع:
coordinates = خط العرض { $latitude }، خط الطول { $longitude } (WGS 84)
also_written = يكتب أيضا
also_known_as = يعرف أيضا باسم
narrative = ما سجل
statements = ما قيل بعد ذلك
the_accused = مذكور كمسؤول
own_account = من جانبه:
at_this_place = هنا وحده:
addressed_to = إلى
victims = من ذكرت أسماؤهم
age = العمر
related = سجلات ذات صلة
part_of = جزء من
parts = أجزاء هذا الحادث
documented_by = تقارير تشمله
see_also = انظر أيضا
history = تاريخ هذا السجل
cite = كيف يستشهد بهذا السجل
record_id = السجل
in_this_region = في هذه المنطقة
in_time = في الزمن
earlier = الأسبق
later = اللاحق
citation = { $publisher }، «{ $title }»، { $date }، { $site }، السجل { $id }.
citation_version = { $publisher }، «{ $title }»، { $date }، { $site }، السجل { $id }، نسخة { $version }.
citation_sources = { $publisher }، «{ $title }»، { $date }، { $site }، السجل { $id }، المصادر حتى { $version }.
citation_note = { $kind }: { $date }.
citation_note_version = { $kind }: { $date }. النسخة: { $version }.
citation_note_sources = { $kind }: { $date }. المصادر حتى: { $version }.
cite_formats = لبرامج إدارة المراجع
cite_bibtex = BibTeX
cite_ris = RIS
cite_csl = CSL-JSON

untitled = مصدر بلا عنوان
repeats = يكرر
which_repeats = الذي يكرر
translated = مترجم
from_language = من
address = العنوان
archived_copy = نسخة محفوظة
read_on = قرئ في
about_source = عن هذا المصدر
cited_by = سجلات تستشهد به
cited_by_none = لا يستشهد أي سجل بهذا المصدر.

sub_regions = المناطق التابعة
about_region = عن هذه المنطقة
region_cases = ما سجل في هذه المنطقة
since = منذ
until = حتى
formerly = سابقا
successors = الآن أيضا
months = الأشهر
period_cases = ما سجل
without_month = سجلات لا تعرف إلا سنتها: { $count }.
about_actor = عن هذه الجهة
belongs_to = تتبع
members = يتبعها
part_admitted = مسؤول باعترافه
part_established = أثبت قضاء أو تحقيق مسؤوليته
part_claimed = تبناه
part_alleged = منسوبة إليه المسؤولية
part_suspected = مشتبه به
part_contested = مذكور ومتنازع فيه
part_denied = مذكور ومنفي
part_named = مذكور كمسؤول
part_rejected = مذكور في قول رفض أو حل محله آخر
part_target = هوجم
part_defender = دوفع عنه
part_speaker = يتحدث أو ينقل عنه
part_addressee = مخاطب
part_note_perpetrator = النسبة لمن يقول بها. ويذكر كل سجل من هو.
part_note_rejected = يبقى القول في السجل مع سبب رفضه.
report_published = نشر في
report_period = يتحدث عن
area = النطاق
report_notice = يشمل هذا التقرير حوادث كثيرة. تعرض أرقامه ولا تحتسب.
documents = حوادث في هذا التقرير

withdrawn_notice = سحب هذا السجل.
merged_notice = تبين أن هذا السجل يصف حادثا له سجل.
continues_at = هو مسجل هنا:
moved = انتقلت هذه الصفحة إلى:
not_found = لا توجد صفحة كهذه
not_found_text = لا يؤدي العنوان إلى شيء في هذا الموقع. لا تحذف السجلات بلا أثر، فلعل في العنوان خطأ.
to_home = إلى الصفحة الأولى

language_am = الأمهرية
language_ar = العربية
language_bm = البامبارا
language_bn = البنغالية
language_de = الألمانية
language_en = الإنجليزية
language_es = الإسبانية
language_fa = الفارسية
language_ff = الفولانية
language_fr = الفرنسية
language_ha = الهوسا
language_he = العبرية
language_hi = الهندية
language_id = الإندونيسية
language_it = الإيطالية
language_ja = اليابانية
language_ko = الكورية
language_ku = الكردية
language_my = البورمية
language_nl = الهولندية
language_pl = البولندية
language_ps = البشتو
language_pt = البرتغالية
language_ru = الروسية
language_so = الصومالية
language_sv = السويدية
language_sw = السواحيلية
language_ta = التاميلية
language_ti = التغرينية
language_tr = التركية
language_uk = الأوكرانية
language_ur = الأردية
language_vi = الفيتنامية
language_yo = اليوروبا
language_zh = الصينية

map_of_places = خريطة أماكن هذا الحادث
map_of_incidents = خريطة الحوادث
map_of_region = خريطة الحوادث في { $region }
map_mark = { $place }: { $role }
map_mark_near = { $place }، في حدود 25 كم تقريبا من هذه النقطة: { $role }
map_incident = { $incident }، { $date }
map_gathered = { $incidents } هنا، كلها في { $region }. القتلى: { $killed }
map_gathered_somewhere = { $incidents } في مكان ما من { $region }. القتلى: { $killed }
map_key_near = { $role }، في حدود 25 كم تقريبا من النقطة
map_area = في مكان ما من المنطقة المظللة
map_many = عدة حوادث متقاربة؛ أكبر دائرة تمثل { $largest }
map_cells = حوادث داخل سداسي؛ أكبر دائرة تمثل { $largest }
map_somewhere = لا يعرف إلا أنه في المنطقة المحيطة بالدائرة
map_within = لا يعرف حد { $region } فرسمت داخل { $within }.
map_country_only = ليس على الخريطة، لأنه لا يعرف أو لا يعرض غير البلد:
map_not_drawn = لم يرسم على الخريطة، لأن حده غير معروف:
no_map_country_only = لا خريطة، لأنه لا يعرف أو لا يعرض غير البلد:
no_map = لا خريطة، لأن الحد غير معروف:
map_beyond = وراء حافة هذه الخريطة:
map_elsewhere = حوادث ليست على هذه الخريطة، لأن أماكنها لا تعرف أو لا تعرض بدقة أكبر: { $count }.
map_scale = { $count } كم
map_scale_middle = { $count } كم في وسط الخريطة
map_credit = الحدود: Natural Earth، ملكية عامة، أو من السجل نفسه. وهي لا تنحاز في أي خلاف حدودي.
