"""The names of the months in 20 languages.

Not here: dates made of numbers only, which need no names (`values`).
"""

_SHORT_NAMES = (
    "jan feb mar apr may jun jul aug sep sept oct nov dec jän mär mai okt dez ene abr dic fev fév avr ott mrt mei peb agu eki oca şub "
    "juni juli juin junio julio mart mars "
    "янв фев мар апр мая май июн июл авг сен сент окт ноя дек січ лют бер квіт трав черв лип серп вер жовт лист груд "
    "ינו פבר מרץ אפר מאי יונ יול אוג ספט אוק נוב דצמ मई tháng ม.ค ก.พ มี.ค เม.ย พ.ค มิ.ย ก.ค ส.ค ก.ย ต.ค พ.ย ธ.ค"
)
"""Short names that are no word of another language of the twenty, as far as numbers stand beside it."""

_LONG_NAMES = (
    "janu febr march april june july augu septe octo nove dece "  # en
    "jänner märz oktob dezem "  # de
    "enero marzo abril mayo agost octub noviem diciem "  # es
    "janvi févri avril juill août décem "  # fr
    "genna febbr aprile magg giugn lugli settem ottob "  # it
    "jane feve març maio junh julh setem outu "  # pt
    "maart augustus "  # nl
    "stycz lutego luty marca marzec kwie maja czerw lipca lipiec sierp wrze paźdz listop grud "  # pl
    "ocak şubat nisan mayıs hazir temmuz ağust eylül ekim kasım aralı "  # tr
    "янва февр март апре июня июнь июля июль авгу сент октя нояб дека "  # ru
    "січн люто лютий берез квіт трав черв липн серп верес жовт листоп груд "  # uk
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر "  # ar
    "ינואר פברואר אפריל יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר "  # he
    "जनवरी फरवरी मार्च अप्रैल जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर "  # hi
    "pebru maret agust desem "  # id
    "มกรา กุมภา มีนา เมษา พฤษภา มิถุนา กรกฎา สิงหา กันยา ตุลา พฤศจิกา ธันวา"  # th
)

_WORDS = frozenset(_SHORT_NAMES.split())
_BEGINNINGS = tuple(_LONG_NAMES.split())


def names_month(word: str) -> bool:
    """Does this lower-case word name a month?"""
    return word in _WORDS or word.startswith(_BEGINNINGS)
