"""The currencies that the forms offer: the codes of ISO 4217 that countries pay in today."""

COMMON = ("EUR", "USD", "MXN", "COP", "ARS", "CLP", "PEN", "BRL", "UYU", "BOB", "PYG", "VES")
"""Those of most of our users come first."""

OTHERS = (  # noqa: SIM905 - a hundred quoted words are no better to read
    "AED AFN ALL AMD AOA AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BSD BTN BWP BYN BZD CAD CDF CHF "
    "CNY CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD "
    "HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP "
    "LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MYR MZN NAD NGN NIO NOK NPR NZD "
    "OMR PAB PGK PHP PKR PLN QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN "
    "SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX UZS VND VUV WST XAF XCD XCG XOF XPF "
    "YER ZAR ZMW ZWG"
).split()

CURRENCIES = (*COMMON, *OTHERS)

_OF_REGIONS = {
    "AR": "ARS", "BO": "BOB", "BR": "BRL", "CL": "CLP", "CO": "COP", "CR": "CRC", "DO": "DOP",
    "EC": "USD", "GB": "GBP", "GT": "GTQ", "HN": "HNL", "MX": "MXN", "NI": "NIO", "PA": "USD",
    "PE": "PEN", "PY": "PYG", "SV": "USD", "US": "USD", "UY": "UYU", "VE": "VES",
}  # fmt: skip


def currency_of(accept_language: str) -> str:
    """What a new canvas begins with, by the region that the browser asks for first."""
    first = accept_language.partition(",")[0].partition(";")[0].strip()
    return _OF_REGIONS.get(first.rpartition("-")[2].upper(), "EUR")
