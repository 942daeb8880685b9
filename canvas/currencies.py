"""The currencies that the forms offer: the codes of ISO 4217 that countries pay in today."""

from relationships.catalog import Text

NAMES = {
    "EUR": Text("Euro", "Euro", "Euro"),
    "USD": Text("US dollar", "Dólar estadounidense", "Dólar americano"),
    "MXN": Text("Mexican peso", "Peso mexicano", "Peso mexicano"),
    "COP": Text("Colombian peso", "Peso colombiano", "Peso colombiano"),
    "ARS": Text("Argentine peso", "Peso argentino", "Peso argentino"),
    "CLP": Text("Chilean peso", "Peso chileno", "Peso chileno"),
    "PEN": Text("Peruvian sol", "Sol peruano", "Sol peruano"),
    "BRL": Text("Brazilian real", "Real brasileño", "Real"),
    "UYU": Text("Uruguayan peso", "Peso uruguayo", "Peso uruguaio"),
    "BOB": Text("Bolivian boliviano", "Boliviano", "Boliviano"),
    "PYG": Text("Paraguayan guaraní", "Guaraní paraguayo", "Guarani paraguaio"),
    "VES": Text("Venezuelan bolívar", "Bolívar venezolano", "Bolívar venezuelano"),
    "CRC": Text("Costa Rican colón", "Colón costarricense", "Colón costarriquenho"),
    "CUP": Text("Cuban peso", "Peso cubano", "Peso cubano"),
    "DOP": Text("Dominican peso", "Peso dominicano", "Peso dominicano"),
    "GTQ": Text("Guatemalan quetzal", "Quetzal guatemalteco", "Quetzal guatemalteco"),
    "HNL": Text("Honduran lempira", "Lempira hondureño", "Lempira hondurenha"),
    "NIO": Text("Nicaraguan córdoba", "Córdoba nicaragüense", "Córdoba nicaraguense"),
    "PAB": Text("Panamanian balboa", "Balboa panameño", "Balboa panamenho"),
    "GBP": Text("Pound sterling", "Libra esterlina", "Libra esterlina"),
    "CHF": Text("Swiss franc", "Franco suizo", "Franco suíço"),
    "CAD": Text("Canadian dollar", "Dólar canadiense", "Dólar canadense"),
    "AUD": Text("Australian dollar", "Dólar australiano", "Dólar australiano"),
    "JPY": Text("Japanese yen", "Yen japonés", "Iene japonês"),
    "CNY": Text("Chinese yuan", "Yuan chino", "Yuan chinês"),
}
"""Those of most of our users come first; all others go by their code alone."""

OTHERS = (  # noqa: SIM905 - a hundred quoted words are no better to read
    "AED AFN ALL AMD AOA AWG AZN BAM BBD BDT BHD BIF BMD BND BSD BTN BWP BYN BZD CDF CVE CZK DJF "
    "DKK DZD EGP ERN ETB FJD FKP GEL GHS GIP GMD GNF GYD HKD HTG HUF IDR ILS INR IQD IRR ISK JMD "
    "JOD KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP "
    "MRU MUR MVR MWK MYR MZN NAD NGN NOK NPR NZD OMR PGK PHP PKR PLN QAR RON RSD RUB RWF SAR SBD "
    "SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH "
    "UGX UZS VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
).split()

CURRENCIES = (*NAMES, *OTHERS)

_OF_REGIONS = {
    "AR": "ARS", "BO": "BOB", "BR": "BRL", "CL": "CLP", "CO": "COP", "CR": "CRC", "DO": "DOP",
    "EC": "USD", "GB": "GBP", "GT": "GTQ", "HN": "HNL", "MX": "MXN", "NI": "NIO", "PA": "USD",
    "PE": "PEN", "PY": "PYG", "SV": "USD", "US": "USD", "UY": "UYU", "VE": "VES",
}  # fmt: skip


def currency_of(accept_language: str) -> str:
    """What a new canvas begins with, by the region that the browser asks for first."""
    first = accept_language.partition(",")[0].partition(";")[0].strip()
    return _OF_REGIONS.get(first.rpartition("-")[2].upper(), "EUR")


def told(code: str, language: str) -> str:
    """A currency as a list offers it: "MXN · Peso mexicano"; by its code where it has no name."""
    name = NAMES.get(code)
    return f"{code} · {name.into(language)}" if name else code
