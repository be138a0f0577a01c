//! The words by which columns are called, in the languages in which tables of events are often kept.

/// What a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Holds {
    /// What must not be published.
    Private,
    /// A permanent code.
    Id,
    /// The day, or the first.
    Date,
    /// The last day.
    End,
    /// The year by itself.
    Year,
    /// The month by itself.
    Month,
    /// The day of the month by itself.
    Day,
    /// A title.
    Title,
    /// The country.
    Country,
    /// A first-level area.
    Adm1,
    /// A second-level area.
    Adm2,
    /// A third-level area.
    Adm3,
    /// A place.
    Place,
    /// Both numbers of a position.
    Point,
    /// The latitude.
    Latitude,
    /// The longitude.
    Longitude,
    /// How finely the position is known.
    Precision,
    /// People killed.
    Killed,
    /// The lowest number of people killed.
    KilledLow,
    /// The highest number of people killed.
    KilledHigh,
    /// People injured.
    Injured,
    /// People missing.
    Missing,
    /// People abducted.
    Abducted,
    /// People displaced.
    Displaced,
    /// Who did it.
    Perpetrator,
    /// What kind of event.
    Type,
    /// How well it is supported.
    Evidence,
    /// Who published the source.
    Publisher,
    /// Addresses on the web.
    Url,
    /// Words about the event.
    Notes,
    /// Free words.
    Tags,
}

use Holds::*;

/// Words with what a column of that name holds, the most telling first; folded. A word of five
/// letters or more also stands for those that begin with it.
#[rustfmt::skip]
pub(super) const NAMES: &[(Holds, &[&str])] = &[
    (Private, &[
        "phone", "telephone", "mobile", "whatsapp", "contact", "email", "e mail", "mail",
        "witness", "informant", "enumerator", "reported by", "entered by", "interviewer",
        "interviewee", "respondent", "passport", "identity card", "national id", "address",
        "home address", "temoin", "adresse", "courriel", "telefono", "movil", "correo",
        "testigo", "direccion", "telefone", "celular", "testemunha", "endereco", "telefon",
        "zeuge", "zeugen", "anschrift", "contacto", "contato", "kontakt", "victim name",
        "name of victim", "names of victims", "victim names", "nom de la victime",
        "noms des victimes", "nombre de la victima", "nombres de las victimas", "nome da vitima",
        "full name", "name of dead", "هاتف", "شاهد", "عنوان", "телефон", "свидетель", "адрес",
    ]),
    (Latitude, &["latitude", "lat", "latitud", "breitengrad", "breite", "latitudine", "широта"]),
    (
        Longitude,
        &["longitude", "lon", "lng", "long", "longitud", "langengrad", "laenge", "долгота"],
    ),
    (Precision, &["geo precision", "location precision", "where prec", "geoprecision"]),
    (Point, &[
        "coordinates", "coordonnees", "coordenadas", "koordinaten", "gps", "coordinate",
        "latlon",
    ]),
    (End, &[
        "end date", "date end", "date to", "date fin", "fecha fin", "data fim", "date until",
        "enddate",
    ]),
    (Year, &["year", "annee", "ano", "jahr", "anno", "год", "سنة", "yil"]),
    (Month, &["month", "mois", "mes", "monat", "mese", "месяц", "شهر", "ay"]),
    (Day, &["day", "jour", "dia", "tag", "giorno", "день", "يوم", "gun"]),
    (Date, &[
        "date", "fecha", "datum", "data", "tarih", "дата", "تاريخ", "event date",
        "incident date",
    ]),
    (Killed, &[
        "killed", "fatalities", "deaths", "dead", "death toll", "morts", "mort", "tues", "deces",
        "muertos", "muertes", "fallecidos", "mortos", "mortes", "tote", "getotete", "todesopfer",
        "morti", "uccisi", "погибших", "убито", "قتلى", "القتلى", "وفيات", "olu", "oldurulen",
    ]),
    (Injured, &[
        "injured", "wounded", "injuries", "blesses", "heridos", "lesionados", "feridos",
        "verletzte", "feriti", "ранено", "раненых", "جرحى", "الجرحى", "yarali",
    ]),
    (Missing, &[
        "missing", "disappeared", "disparus", "desaparecidos", "vermisste", "dispersi",
        "пропавших", "مفقودين", "مفقود", "kayip",
    ]),
    (Abducted, &[
        "abducted", "kidnapped", "abductions", "enleves", "secuestrados", "sequestrados",
        "raptados", "entfuhrte", "rapiti", "مختطفين",
    ]),
    (Displaced, &[
        "displaced", "deplaces", "desplazados", "deslocados", "vertriebene", "sfollati",
        "نازحين",
    ]),
    (Url, &["url", "link", "links", "web address", "lien", "enlace", "source url"]),
    (Publisher, &[
        "source", "sources", "publisher", "fuente", "fuentes", "fonte", "fontes", "quelle",
        "quellen", "information source", "media", "источник", "مصدر", "المصدر", "kaynak",
    ]),
    (Evidence, &[
        "quality", "reliability", "confidence", "credibility", "fiabilite", "fiabilidad",
        "confiabilidade", "verification", "source quality", "zuverlassigkeit",
    ]),
    (Title, &[
        "title", "titre", "titulo", "titel", "titolo", "headline", "name of incident",
        "заголовок", "عنوان الحدث",
    ]),
    (Country, &[
        "country", "pays", "pais", "land", "paese", "stato", "страна", "بلد", "البلد", "دولة",
        "ulke",
    ]),
    (Adm1, &[
        "admin1", "adm1", "admin 1", "adm 1", "province", "provincia", "state", "estado",
        "department", "departement", "departamento", "governorate", "gouvernorat", "oblast",
        "bundesland", "wilaya", "region", "regiao", "область", "محافظة", "المحافظة",
    ]),
    (Adm2, &[
        "admin2", "adm2", "admin 2", "adm 2", "district", "distrito", "county", "municipality",
        "municipio", "cercle", "landkreis", "arrondissement", "район", "قضاء",
    ]),
    (Adm3, &[
        "admin3", "adm3", "admin 3", "adm 3", "commune", "comuna", "ward", "subdistrict",
        "sub district",
    ]),
    (Place, &[
        "place", "location", "lieu", "lugar", "local", "ort", "localite", "localidad",
        "localidade", "village", "town", "city", "ville", "ciudad", "cidade", "stadt", "luogo",
        "settlement", "community", "место", "مكان", "المكان", "الموقع", "yer",
    ]),
    (Perpetrator, &[
        "perpetrator", "perpetrators", "auteur presume", "auteurs presumes", "presunto autor",
        "perpetrador", "tater", "actor1", "actor 1", "الجاني",
    ]),
    (Type, &[
        "type", "category", "categorie", "categoria", "kategorie", "tipo", "cause", "causa",
        "ursache", "kind", "event type", "incident type", "тип", "نوع", "tur",
    ]),
    (Tags, &["tags", "keywords", "mots cles", "etiquetas", "schlagworte"]),
    (Notes, &[
        "notes", "remarques", "observacoes", "anmerkungen", "description", "summary",
        "narrative", "details", "remarks", "comments", "comment", "resume", "descripcion",
        "descricao", "beschreibung", "bemerkung", "observaciones", "observations", "note",
        "описание", "وصف", "ملاحظات", "aciklama",
    ]),
    (Id, &[
        "id", "code", "uid", "ref", "reference", "number", "no", "nr", "numero", "num",
        "event id", "incident id", "case id", "web id", "case number", "dossier", "expediente",
        "aktenzeichen", "identifiant", "identificador", "codigo", "kennung", "nummer", "номер",
        "رقم",
    ]),
];

/// Words that say that a number is a lower or an upper bound, folded.
pub(super) const LOW: &[&str] =
    &["min", "minimum", "low", "lowest", "lower", "minimal", "minimo", "least"];
pub(super) const HIGH: &[&str] =
    &["max", "maximum", "high", "highest", "upper", "maximal", "maximo", "most"];

/// Words that say that a number is of some people only, folded: of women, of children.
#[rustfmt::skip]
pub(super) const SOME: &[&str] = &[
    "women",
    "female",
    "females",
    "men",
    "male",
    "males",
    "children",
    "child",
    "girls",
    "boys",
    "civilians",
    "combatants",
    "fighters",
    "femmes",
    "hommes",
    "enfants",
    "mujeres",
    "hombres",
    "ninos",
    "mulheres",
    "homens",
    "criancas",
    "frauen",
    "manner",
    "kinder",
    "survivors",
    "cause",
    "rate",
];

/// What the HXL tags of columns hold: the tag, the attributes that it must have, those that it must not.
#[rustfmt::skip]
pub(super) const TAGS: &[(Holds, &str, &[&str], &[&str])] = &[
    (Private, "#contact", &[], &[]),
    (Private, "#meta", &["contact"], &[]),
    (Id, "#event", &["code"], &["whole", "merged", "type"]),
    (Id, "#event", &["id"], &["whole", "merged", "type"]),
    (Id, "#meta", &["id"], &[]),
    (Title, "#event", &["title"], &[]),
    (Title, "#event", &["name"], &[]),
    (End, "#date", &["end"], &[]),
    (Date, "#date", &["start"], &[]),
    (Date, "#date", &["occurred"], &[]),
    (Date, "#date", &[], &["end", "updated", "reported", "published", "year", "entered"]),
    (Country, "#country", &["name"], &[]),
    (Country, "#country", &[], &["code"]),
    (Adm1, "#adm1", &["name"], &[]),
    (Adm1, "#adm1", &[], &["code"]),
    (Adm2, "#adm2", &["name"], &[]),
    (Adm2, "#adm2", &[], &["code"]),
    (Adm3, "#adm3", &["name"], &[]),
    (Adm3, "#adm3", &[], &["code"]),
    (Place, "#loc", &["name"], &["region"]),
    (Place, "#loc", &[], &["region", "code", "type", "num"]),
    (Latitude, "#geo", &["lat"], &[]),
    (Longitude, "#geo", &["lon"], &[]),
    (Point, "#geo", &["coord"], &[]),
    (Precision, "#geo", &["precision"], &[]),
    (KilledLow, "#affected", &["killed", "min"], &[]),
    (KilledHigh, "#affected", &["killed", "max"], &[]),
    (Killed, "#affected", &["killed"], &["min", "max", "f", "m", "children", "civilians"]),
    (Injured, "#affected", &["injured"], &["min", "max", "f", "m", "children", "civilians"]),
    (Missing, "#affected", &["missing"], &["min", "max", "f", "m", "children", "civilians"]),
    (Abducted, "#affected", &["abducted"], &["min", "max", "f", "m", "children", "civilians"]),
    (Displaced, "#affected", &["displaced"], &["min", "max", "f", "m", "children", "civilians"]),
    (Displaced, "#affected", &["idps"], &["min", "max", "f", "m", "children"]),
    (Type, "#event", &["type"], &["code", "sub"]),
    (Type, "#cause", &[], &["code"]),
    (Evidence, "#status", &["evidence"], &[]),
    (Publisher, "#meta", &["source"], &["num", "code", "url"]),
    (Url, "#meta", &["url"], &[]),
    (Url, "#meta", &["source", "url"], &[]),
    (Notes, "#description", &[], &["date", "time", "since"]),
    (Tags, "#event", &["tags"], &[]),
];
