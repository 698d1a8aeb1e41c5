/** The countries a telephone number can be from: names in the visitor's language, calling codes, and a guess. */

/** Calling code, then the countries that share it; `tests/browser/test_visitor_numbers.py` holds it against the server's own list. */
const CODES =
  "1AGAIASBBBMBSCADMDOGDGUJMKNKYLCMPMSPRSXTCTTUSVCVGVI20EG211SS212EHMA213DZ216TN218LY220GM221SN222MR223ML224GN225CI226BF227NE228TG229BJ230MU231LR232SL233GH234NG235TD236CF237CM238CV239ST240GQ241GA242CG243CD244AO245GW246IO247AC248SC249SD250RW251ET252SO253DJ254KE255TZ256UG257BI258MZ260ZM261MG262REYT263ZW264NA265MW266LS267BW268SZ269KM27ZA290SHTA291ER297AW298FO299GL30GR31NL32BE33FR34ES350GI351PT352LU353IE354IS355AL356MT357CY358AXFI359BG36HU370LT371LV372EE373MD374AM375BY376AD377MC378SM380UA381RS382ME383XK385HR386SI387BA389MK39ITVA40RO41CH420CZ421SK423LI43AT44GBGGIMJE45DK46SE47NOSJ48PL49DE500FK501BZ502GT503SV504HN505NI506CR507PA508PM509HT51PE52MX53CU54AR55BR56CL57CO58VE590BLGPMF591BO592GY593EC594GF595PY596MQ597SR598UY599BQCW60MY61AUCCCX62ID63PH64NZ65SG66TH670TL672NF673BN674NR675PG676TO677SB678VU679FJ680PW681WF682CK683NU685WS686KI687NC688TV689PF690TK691FM692MH7KZRU81JP82KR84VN850KP852HK853MO855KH856LA86CN880BD886TW90TR91IN92PK93AF94LK95MM960MV961LB962JO963SY964IQ965KW966SA967YE968OM970PS971AE972IL973BH974QA975BT976MN977NP98IR992TJ993TM994AZ995GE996KG998UZ";

export interface Country {
  /** ISO 3166, two letters. */
  readonly code: string;
  /** "Germany +49" */
  readonly label: string;
}

const known = new Map<string, readonly Country[]>();

/** All of them, in the order of the language; made once for each. */
export function countries(locale: string): readonly Country[] {
  const made = known.get(locale) ?? listed(locale);
  known.set(locale, made);
  return made;
}

/** Where somebody with these languages most likely has their telephone; null when nothing says. */
export function guessed(languages: readonly string[]): string | null {
  const locales = languages.flatMap((language) => {
    try {
      return new Intl.Locale(language);
    } catch {
      return [];
    }
  });
  const regions = [...locales.map(({ region }) => region), locales[0]?.maximize().region];
  return regions.find((region) => region && callingCodeOf(region)) ?? null;
}

export function callingCodeOf(country: string): string | undefined {
  return all().find(({ region }) => region === country)?.calling;
}

function all(): { readonly region: string; readonly calling: string }[] {
  return [...CODES.matchAll(/(\d+)(\D+)/g)].flatMap(([, calling = "", regions = ""]) => (regions.match(/../g) ?? []).map((region) => ({ region, calling })));
}

function listed(locale: string): Country[] {
  const names = new Intl.DisplayNames([locale, "en"], { type: "region" });
  const order = new Intl.Collator(locale);
  return all()
    .map(({ region, calling }) => ({ code: region, name: names.of(region) ?? region, calling }))
    .sort((one, other) => order.compare(one.name, other.name))
    .map(({ code, name, calling }) => ({ code, label: `${name} \u2066+${calling}\u2069` }));
}
