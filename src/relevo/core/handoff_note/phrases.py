"""The cue words of 20 languages as a table: beginnings of words or phrases, lower case, `|` between them, `_` for an end of a word.

Not here: looking them up (`cues`). Each list holds what agents and visitors write every day; a missing phrase costs a
passage its rank and nothing else, because whatever has a number, a date or an id is found without words.
"""

from collections.abc import Mapping

UNSPACED = ("ja", "th", "zh")
"""Languages that put no spaces between words: their phrases count wherever they stand."""

PROMISE: Mapping[str, str] = {
    "en": "i'll_|i will_|we'll_|we will_|i shall_|we shall_|i'm going to_|i am going to_|we're going to_|we are going to_|"
    "i promise|we promise|i guarantee|we guarantee|guaranteed_|let me check|let me ask|let me find|let me send|let me get|i have to ask|i have to check|"
    "i need to ask|i need to check|we have to check|you'll get_|you'll receive|you'll hear|you'll have_|you will get_|"
    "you will receive|you will hear|you will have_|you should get_|you should see_|you should receive|you should have_|"
    "you can expect|expect it_|it will be_|it'll be_|they will_|they'll_|will be refunded|will be sent|will be credited|"
    "will be delivered|will be with you|will call|will contact|will write|will arrive|get back to you|calls you|call you back|"
    "in touch_|at the latest|no later than|by the end of|within the next|on its way",
    "es": "voy a_|vamos a_|le envío|te envío|le enviamos|te enviamos|le enviaré|te enviaré|le devuelvo|te devuelvo|le devolvemos|"
    "le reembols|te reembols|reembolsaré|devolveré|enviaré|le llam|te llam|le escrib|te escrib|llegará|recibirá|tendrá|"
    "me encargo|nos encargamos|me pondré|nos pondremos|a más tardar|antes del|le confirm|te confirm|tengo que preguntar",
    "fr": "je vais_|nous allons_|on va_|je vous env|je t'env|nous vous env|je vous rembours|nous vous rembours|je vous rappel|"
    "nous vous rappel|je vous tiens|je vous confirm|je m'en occupe|je m'engage|je promets|vous recevrez|vous aurez|"
    "vous serez|sera_|arrivera|au plus tard|d'ici_|je dois demander|je reviens vers|nous revenons vers|enverrai|enverrons",
    "de": "ich werde_|wir werden_|werde ich_|werden wir_|ich schick|wir schick|schicke ich|ich send|wir senden|ich erstatt|wir erstatt|"
    "erstatte ich|ich überweis|wir überweis|ich meld|wir meld|melde ich mich|melden wir uns|ich klär|wir klär|ich veranlass|"
    "wir veranlass|ich stornier|wir stornier|ich buch|ich kümmer|wir kümmer|ich frag|muss ich|ich leit|wir leit|ich ruf|"
    "wir ruf|ich prüf|wir prüf|ich versprech|sie bekommen|sie erhalten|bekommen sie|erhalten sie|sie hören|du bekommst|"
    "du erhältst|wird erstattet|wird ihnen|spätestens|bescheid_|rückmeldung",
    "it": "le spedi|ti spedi|le invi|ti invi|le rimbors|ti rimbors|rimborserò|invierò|spedirò|farò_|faremo_|provved|la richiam|"
    "ti richiam|la contatt|ti contatt|riceverà|riceverai|avrà_|avrai_|arriverà|arriva il|entro il|entro domani|"
    "mi occupo|ci occupiamo|prometto|al più tardi|devo chiedere|le faccio sapere|ti faccio sapere",
    "pt": "vou_|vamos_|envio-lhe|enviamos-lhe|enviarei|enviaremos|devolvo|devolvemos|devolverei|reembols|receberá|recebe até|"
    "terá_|chegará|chega no dia|ligo-lhe|entrarei em contato|entraremos em contato|retorno até|prometo|garanto|garantimos|"
    "o mais tardar|tenho de perguntar|preciso verificar|te envio|lhe envio|te aviso|aviso-o",
    "nl": "ik zal_|wij zullen|we zullen|ik ga_|we gaan|ik stuur|wij sturen|we sturen|ik betaal|wij betalen|we betalen|betaal ik|"
    "ik stort|ik regel|ik bel_|wij bellen|we bellen|ik vraag_|moet ik_|ik kijk|ik beloof|u krijgt|u ontvangt|je krijgt|"
    "je ontvangt|u hoort|je hoort|uiterlijk|wordt terugbetaald|wordt geleverd|laat het u weten|laat ik",
    "pl": "wysyłam|wyślę|wyślemy|wysyłamy|zwracam|zwrócę|zwrócimy|zwracamy|oddzwoni|zadzwoni|skontaktuj|odezwę|odezwiemy|"
    "sprawdzę|sprawdzimy|zajmę się|zajmiemy się|przekażę|przekażemy|zamówię|anuluję|obiecuję|dostanie|otrzyma|dotrze|"
    "najpóźniej|muszę zapytać|muszę sprawdzić|dam znać|damy znać",
    "tr": "gönderiyorum|gönderiyoruz|göndereceğ|iade ediyor|iade edeceğ|arayacağ|döneceğ|dönüş yapacağ|yazacağ|bildireceğ|"
    "kontrol edeceğ|ilgileneceğ|söz veriyor|alacaksınız|alırsınız|olacak|elinizde olur|ulaşacak|en geç|tarihine kadar|"
    "sormam gerek|bakmam gerek|size ileteceğ",
    "ru": "отправлю|отправим|отправляю|отправляем|вышлю|вышлем|верну_|вернём|вернем|возвраща|перезвон|позвон|свяж|напишу|"
    "напишем|сообщу|сообщим|уточню|уточним|проверю|проверим|оформлю|оформим|переда|обещаю|гарантир|получите|придёт|"
    "придет_|будет у вас|не позднее|я должна|я должен|займусь|займёмся",
    "uk": "надішлю|надішлемо|надсилаю|відправлю|відправимо|відправляю|поверну|повернемо|повертаю|передзвон|зателефон|зв'яж|"
    "напишу|повідомлю|повідомимо|уточню|уточнимо|перевірю|перевіримо|оформлю|передам|обіцяю|гаранту|отримаєте|"
    "прийде_|надійде|не пізніше|маю запитати|займуся",
    "ar": "سأ|سن|سوف|ستصل|ستحصل|سيصل|سيتم|سيكون|أعدك|نعدك|أضمن|في موعد أقصاه|عليّ أن|علي أن|يجب أن أسأل|سيعود",
    "he": "אשלח|נשלח|אני שולח|אנחנו שולח|אחזיר|נחזיר|אזכה|נזכה|אתקשר|נתקשר|אחזור אלי|נחזור אלי|אבדוק|נבדוק|אעדכן|נעדכן|"
    "אטפל|נטפל|אני מבטיח|תקבל|יגיע|תגיע|לכל המאוחר|עליי לשאול|אני צריך לשאול|אני צריכה לשאול",
    "hi": "भेजूंगा|भेजूंगी|भेजेंगे|भेज रहा|भेज रही|भेज रहे|लौटा|वापस कर|रिफंड|करूंगा|करूंगी|करेंगे|कर दूंगा|कर दूंगी|कर देंगे|बताऊंगा|"
    "बताऊंगी|बताएंगे|मिल जाएगा|मिल जाएगी|मिलेगा|मिलेगी|पहुंच जाएगा|वादा|पूछना होगा|तक जवाब",
    "id": "saya akan|kami akan|akan saya|akan kami|saya kirim|kami kirim|saya kembalikan|kami kembalikan|saya cek|kami cek|"
    "saya periksa|saya tanyakan|saya hubungi|kami hubungi|anda akan|akan dikirim|akan tiba|akan sampai|akan diproses|"
    "saya janji|paling lambat|harus bertanya|kami kabari|saya kabari",
    "vi": "tôi sẽ|chúng tôi sẽ|em sẽ|bên em sẽ|mình sẽ|anh sẽ nhận|chị sẽ nhận|bạn sẽ nhận|sẽ được|sẽ hoàn|sẽ gửi|sẽ gọi|"
    "sẽ liên hệ|sẽ đến|hứa_|đảm bảo|cam kết|chậm nhất|phải hỏi|cần hỏi",
    "ko": "보내드리|보내 드리|발송해|발송하|환불해|환불하|연락드리|연락 드리|확인해|확인하고|알려드리|알려 드리|처리해|전화드리|답변드리|"
    "드리겠|하겠습니다|받으실|도착할|도착합|도착하|늦어도|약속|문의해야|물어봐야",
    "th": "จะส่ง|จะคืน|จะโทร|จะติดต่อ|จะแจ้ง|จะตรวจสอบ|จะดำเนินการ|จะได้รับ|จะถึง|คืนเงินให้|ส่งให้|รับปาก|สัญญา|ภายในวันที่|ไม่เกิน|ต้องสอบถาม",
    "ja": "いたします|致します|発送し|お送りし|返金|折り返し|お電話し|ご連絡し|確認し|手配し|お届け|届きます|お約束|までに|確認が必要|回答し|差し上げ",
    "zh": "我会|我们会|我將|我将|我们将|給您|给您|给你|为您|退您|退款|寄一|寄出|寄给|发给您|送到|联系您|回复您|答复|通知您|保证|承诺|最晚|之前给|要问一下|稍后",
}

SETTLED: Mapping[str, str] = {
    "en": "i have opened|i've opened|i have created|i've created|i have raised|i've raised|i have booked|i've booked|i have cancelled|"
    "i've cancelled|i have canceled|i've canceled|i have changed|i've changed|i have sent|i've sent|i have ordered|i've ordered|"
    "i have noted|i've noted|i have added|i've added|i have refunded|i've refunded|i have approved|i've approved|i've just_|"
    "i have just_|we have opened|we've opened|we have sent|we've sent|we have cancelled|we've cancelled|we have refunded|"
    "we've refunded|has been|have been|is confirmed|are confirmed|i confirm|i can confirm|we can confirm|we confirm|"
    "confirmed_|is logged|is registered|is booked|is cancelled|reference is|reference number|case number|ticket number|"
    "ticket no|your ticket|your case|your reference|the reference|approved_|agreed_|that's right|that is right|noted_",
    "es": "he abierto|he creado|he cancelado|he enviado|he cambiado|hemos|ha sido|está confirmad|confirmado|anotado|queda registrad|número de caso|referencia",
    "fr": "j'ai ouvert|j'ai créé|j'ai annulé|j'ai envoyé|j'ai modifié|nous avons|a été|est confirm|c'est noté|confirmé|numéro de dossier|référence",
    "de": "ich habe_|wir haben_|habe ich_|wurde_|ist bestätigt|bestätigt_|ist notiert|notiert_|vorgangsnummer|fallnummer|ticketnummer|aktenzeichen|"
    "referenz",
    "it": "ho aperto|ho creato|ho annullato|ho inviato|ho cambiato|abbiamo_|è stato|è stata|confermat|annotato|numero di pratica|riferimento",
    "pt": "abri_|criei|cancelei|enviei|alterei|foi_|está confirmad|confirmado|anotado|registrado|registado|número do caso|protocolo|referência",
    "nl": "ik heb_|wij hebben|we hebben|is bevestigd|bevestigd|genoteerd|is geannuleerd|zaaknummer|referentie",
    "pl": "otworzył|utworzył|anulował|wysłał|zmienił|został|potwierdz|zanotowan|numer sprawy|numer zgłoszenia",
    "tr": "açtım|oluşturdum|iptal ettim|gönderdim|değiştirdim|onaylandı|onaylıyor|not aldım|kaydedildi|talep numara|referans",
    "ru": "я открыл|я создал|я отменил|я отправил|мы отправили|подтвержд|записал|оформлен|номер обращения|номер заявки",
    "uk": "я відкри|я створи|я скасува|я надісла|ми надісла|підтвердж|записа|оформлен|номер звернення|номер заявки",
    "ar": "لقد|تم_|أكدت|مؤكد|رقم الحالة|رقم التذكرة|الرقم المرجعي",
    "he": "פתחתי|יצרתי|ביטלתי|שלחתי|שיניתי|אושר|מאושר|רשמתי|מספר פנייה|מספר הפנייה",
    "hi": "कर दिया|कर दी_|हो गया|हो गई|पुष्टि|दर्ज|केस नंबर|टिकट नंबर|संदर्भ",
    "id": "sudah saya|sudah kami|telah_|sudah dicatat|dikonfirmasi|tercatat|nomor kasus|nomor tiket|referensi",
    "vi": "đã_|xác nhận|ghi nhận|mã yêu cầu|số hồ sơ|mã tham chiếu",
    "ko": "접수했|접수되|접수번호|취소했|취소되|보냈습니다|변경했|확인되|확정|메모했|기록했",
    "th": "เรียบร้อย|ยืนยัน|บันทึก|ได้เปิด|ได้ยกเลิก|หมายเลขเคส|เลขที่อ้างอิง",
    "ja": "しました|いたしました|完了|承知|受付番号|確認済|お問い合わせ番号",
    "zh": "已经|已为|已记录|已取消|已确认|确认了|登记|工单号|编号是|单号是",
}

CHOICE: Mapping[str, str] = {
    "en": "i don't want|i do not want|we don't want|i want_|we want_|i'd like|i would like|we'd like|i'd rather|i would rather|i prefer|"
    "i'd prefer|we prefer|we'd prefer|i'll take|i will take|we'll take|i'll keep|i choose|i chose|i decided|i've decided|"
    "i have decided|we decided|we've decided|let's go|let's do|let's take|let's keep|go ahead|changed my mind|send me_|send it_|"
    "send the_|please send|please cancel|cancel the|cancel my|please change|please don't|please do not|don't call|do not call|"
    "don't phone|do not phone|don't send|no calls|no phone|not by phone|never by|only by|only e-mail|only email|only write|"
    "write to|e-mail me|email me|call me|text me|reach me|contact me|instead_|rather_|can't take calls|best time|"
    "refund me|my name is|i live|my address|deliver it|deliver to|make it_|make that_|give me_|let me have|i pick_|i'm fine with|fine with me|fine by me|"
    "works for me|that works|suits_|sounds good|settle for|it's a deal|voucher|store credit|refund|replacement|replace_|exchange",
    "es": "no quiero|quiero_|quisiera|prefiero|preferiría|me quedo|envíeme|envíenme|mándeme|mándame|cancele|cancelen|escríba|escríbe|solo por|"
    "sólo por|no me llam|llámeme|mejor_|he decidido|en lugar de|me llamo|mi dirección|mi nombre",
    "fr": "je ne veux pas|je veux_|je voudrais|je préfère|je préférerais|envoyez|annulez|écrivez|uniquement|ne m'appel|rappelez|plutôt|"
    "j'ai décidé|à la place|je m'appelle|mon adresse|mon nom",
    "de": "ich will_|ich möchte|möchte ich|ich hätte|ich brauche|lieber_|bevorzug|schicken sie|senden sie|stornieren sie|schreiben sie|"
    "bitte schreib|bitte schick|bitte nicht|nur per_|nur an_|rufen sie|nicht anrufen|stattdessen|entschieden|statt_|ich heiße|"
    "mein name|meine adresse|keinen gutschein",
    "it": "non voglio|voglio_|vorrei|preferisco|preferirei|mi mandi|mi spedisca|annulli|mi scriva|solo a_|solo via|non mi chiami|piuttosto|"
    "ho deciso|invece_|mi chiamo|il mio indirizzo",
    "pt": "não quero|quero_|queria|gostaria|prefiro|preferia|envie|mande|cancele|escreva|só para|só por|apenas por|não me ligue|decidi|"
    "em vez|chamo-me|meu endereço|minha morada|meu nome",
    "nl": "ik wil_|ik zou_|liever_|stuur mij|stuur me|annuleer|schrijf|alleen naar|alleen per|niet bellen|bel me niet|in plaats|besloten|"
    "mijn naam|mijn adres",
    "pl": "nie chcę|chcę_|chciał|wolę_|wolał|proszę wysłać|proszę pisać|proszę anulować|tylko na_|tylko mail|nie dzwoni|zamiast|zdecydował|"
    "nazywam|mój adres",
    "tr": "istemiyorum|istiyorum|isterim|tercih|gönderin|iptal edin|yazın_|sadece_|yalnızca|aramayın|yerine_|karar verdim|adım_|adresim",
    "ru": "я не хочу|не хочу|хочу_|хотел|предпоч|лучше_|пришлите|отправьте|отмените|пишите|только на|только по|не звоните|вместо|решил|"
    "меня зовут|мой адрес",
    "uk": "я не хочу|не хочу|хочу_|хотів|хотіла|волі|краще_|надішліть|відправте|скасуйте|пишіть|тільки на|лише на|не дзвоніть|"
    "замість|вирішив|вирішила|мене звати|моя адреса",
    "ar": "لا أريد|أريد|أفضل|أرسل|ألغ|راسلني|فقط|لا تتصل|بدلا|قررت|اسمي|عنواني",
    "he": "לא רוצה|אני רוצה|אעדיף|מעדיפ|מעדיף|שלחו|תשלחו|תבטלו|כתבו|רק ל|רק במייל|אל תתקשרו|במקום|החלטתי|שמי|הכתובת שלי",
    "hi": "नहीं चाहिए|चाहिए|चाहता|चाहती|पसंद|भेज दीजिए|भेजिए|भेजें|रद्द|केवल|सिर्फ|फोन न|कॉल न|बजाय|मेरा नाम|मेरा पता",
    "id": "saya tidak mau|saya mau|saya ingin|lebih suka|lebih baik|tolong kirim|kirimkan|batalkan|hubungi saya|hanya_|jangan telepon|jangan hubungi|"
    "sebagai gantinya|memutuskan|nama saya|alamat saya",
    "vi": "không muốn|tôi muốn|em muốn|mình muốn|thích hơn|gửi cho tôi|hủy_|huỷ_|chỉ gửi|chỉ liên hệ|chỉ viết|đừng gọi|thay vì|quyết định|tên tôi|"
    "địa chỉ của",
    "ko": "원하지|원해|원합|싶어|싶습|보내주|보내 주|취소해|으로만|로만_|전화하지|전화는|대신|결정|제 이름|주소는",
    "th": "ไม่ต้องการ|ไม่เอา|ต้องการ|อยากได้|ขอเป็น|ส่งมา|ยกเลิก|เท่านั้น|อย่าโทร|ไม่สะดวกรับสาย|แทน|ตัดสินใจ|ชื่อ|ที่อยู่",
    "ja": "ほしい|欲しい|希望|ではなく|だけにして|のみにして|送ってください|キャンセルして|電話には|電話は|代わりに|決めました|名前は|住所は|お願いします",
    "zh": "不要|想要|我要|希望|请只|只发|只用|不方便接|别打|请寄|请发|请取消|换成|改成|决定|我叫|我的地址|地址是",
}

CORRECTION: Mapping[str, str] = {
    "en": "i made a mistake|my mistake|a mistake|correction_|to correct|typo_|mistyped|misread|misspelled|i meant_|i mean_|actually_|"
    "wrong number|wrong one|wrong address|wrong date|wrong name|gave you the wrong|was wrong|is wrong|my bad|scratch that|"
    "forget_|ignore_|sorry it's|sorry it is|should be_|should read|should have been|instead of|not the_|rather than|oops|the right one|the correct",
    "es": "me equivoqué|me he equivocado|me confundí|corrección|perdón es|quise decir|quería decir|en realidad|error_|incorrect|en vez de|en lugar de",
    "fr": "je me suis tromp|erreur|correction|pardon c'est|je voulais dire|en fait|plutôt que|au lieu de|incorrect|faute de frappe",
    "de": "vertippt|verschrieben|vertan|versehen|ich meinte|korrektur|korrigier|eigentlich|fehler_|falsch|anstatt|statt_|nicht sondern|sondern_",
    "it": "mi sono sbagliat|ho sbagliato|errore|correzione|intendevo|volevo dire|in realtà|invece di|anziché|sbagliato|scusi è",
    "pt": "enganei|me enganei|errei|erro_|correção|correcção|quis dizer|queria dizer|na verdade|afinal|em vez de|errado|desculpe é",
    "nl": "vergist|vergissing|foutje|fout_|correctie|ik bedoel|eigenlijk|in plaats van|verkeerd|niet maar|typefout",
    "pl": "pomyli|pomyłk|błąd|korekta|poprawka|miałem na myśli|miałam na myśli|chodziło mi|właściwie|zamiast|błędn|nie tylko lecz",
    "tr": "yanlış|hata_|hatalı|düzelt|demek iste|aslında|yerine_|değil",
    "ru": "ошиб|опечат|исправл|поправ|имел в виду|имела в виду|на самом деле|вместо|неверн|неправильн",
    "uk": "помил|описк|виправл|мав на увазі|мала на увазі|насправді|замість|невірн|неправильн",
    "ar": "أخطأت|خطأ|تصحيح|أقصد|قصدت|في الحقيقة|في الواقع|بدلا من|وليس|ليس_",
    "he": "טעיתי|טעות|תיקון|התכוונתי|למעשה|בעצם|במקום|ולא_|לא נכון|שגוי",
    "hi": "गलती|गलत|सुधार|मेरा मतलब|दरअसल|असल में|की जगह|के बजाय",
    "id": "saya salah|salah_|koreksi|ralat|maksud saya|sebenarnya|bukan_|keliru",
    "vi": "nhầm|sai_|đính chính|ý tôi|thực ra|thay vì|không phải|chứ không",
    "ko": "잘못|실수|정정|착각|사실은|아니라|아니고|오타|틀렸|틀린",
    "th": "ผิด|แก้ไข|หมายถึง|จริงๆ|ไม่ใช่|เข้าใจผิด",
    "ja": "間違|訂正|誤り|誤って|実は|ではなく|じゃなくて|正しくは",
    "zh": "错了|写错|打错|弄错|更正|纠正|其实|不是|而不是|应该是|搞错",
}

FURTHER: Mapping[str, str] = {
    "en": "also_|something else|one more|another question|another thing|other question|second question|and what about|what about|"
    "by the way|btw_|besides_|in addition|additionally|last question|quick question|still don't know|do you know|can i_|is it possible",
    "es": "además|otra pregunta|otra cosa|una cosa más|también|por cierto|y qué pasa",
    "fr": "aussi_|autre question|autre chose|encore une|par ailleurs|au fait|en plus|et pour",
    "de": "außerdem|noch eine frage|noch etwas|noch was|andere frage|übrigens|und was ist|zusätzlich|nebenbei",
    "it": "inoltre|un'altra domanda|un'altra cosa|ancora una|anche_|a proposito|e per",
    "pt": "além disso|outra pergunta|outra coisa|mais uma|também|já agora|a propósito",
    "nl": "ook_|nog een vraag|nog iets|andere vraag|trouwens|daarnaast|en hoe zit",
    "pl": "jeszcze jedno|jeszcze pytanie|inne pytanie|poza tym|przy okazji|a co z|dodatkowo",
    "tr": "ayrıca|bir şey daha|başka bir|bir sorum daha|bu arada|peki_",
    "ru": "ещё вопрос|еще вопрос|ещё один|еще один|другой вопрос|кроме того|кстати|а что насчёт|также",
    "uk": "ще питання|ще одне|інше питання|крім того|до речі|а що з|також",
    "ar": "أيضا|سؤال آخر|شيء آخر|بالمناسبة|وماذا عن|كذلك",
    "he": "ועוד|שאלה נוספת|עוד שאלה|דבר נוסף|דרך אגב|אגב_|ומה לגבי|וגם",
    "hi": "और एक|एक और|दूसरा सवाल|वैसे|इसके अलावा|साथ ही",
    "id": "juga_|satu lagi|pertanyaan lain|hal lain|omong-omong|selain itu|bagaimana dengan",
    "vi": "ngoài ra|còn nữa|câu hỏi khác|một câu hỏi|nhân tiện|thế còn|còn về",
    "ko": "그리고 또|또 하나|하나 더|다른 질문|추가로|참고로|그런데",
    "th": "อีกเรื่อง|อีกคำถาม|อีกอย่าง|นอกจากนี้|แล้วเรื่อง",
    "ja": "もう一つ|もうひとつ|別の質問|それから|あと|ところで|また",
    "zh": "还有|另外|另一个问题|再问|顺便|对了|那么",
}

DEADLINE = r"(?:by|until|till|before|bis(?: zum)?|avant(?: le)?|d'ici(?: le)?|antes del?|entro(?: il)?|até|vóór|przed|do|до|hingga|sebelum|trước)"
"""What stands right before a date that is a deadline."""

ASKING: Mapping[str, str] = {
    "en": "do i need|do i have|do i get|do you have|do you know|do you sell|does it_|does the_|can i_|could i_|can you tell|is it possible|is there|"
    "are there|will it_|will i_|will you_|when will|when do|when can|when is|how do i|how can i|how long|how much|how many|what about|"
    "where is|where can|where do|any idea|any update|any news|i wonder|wondering",
    "es": "puedo_|se puede|cuándo|cuanto tiempo|cuánto|cómo puedo|dónde|hay alg|tengo que_|saben si|sabe si",
    "fr": "est-ce que|puis-je|peut-on|quand est|combien|comment je|comment puis|où est|y a-t-il|savez-vous|dois-je",
    "de": "kann ich|muss ich|darf ich|gibt es|wann kommt|wann wird|wann kann|wie lange|wie viel|wie kann|wo ist|wo kann|wissen sie|ist es möglich",
    "it": "posso_|si può|quando arriva|quanto_|come posso|come faccio|dove_|c'è_|devo_|sapete se",
    "pt": "posso_|quando chega|quanto_|como posso|como faço|onde_|tenho de_|tenho que_|é possível|sabem se",
    "nl": "kan ik|moet ik|mag ik|is er_|wanneer_|hoe lang|hoeveel|hoe kan|waar is|waar kan|weet u",
    "pl": "czy_|kiedy|ile_|jak mogę|gdzie_",
    "tr": "mı_|mi_|mu_|mü_|ne zaman|ne kadar|nasıl_|nerede",
    "ru": "можно ли|нужно ли|когда_|сколько|как мне|где_|есть ли",
    "uk": "чи_|коли_|скільки|як мені|де_",
    "ar": "هل_|متى|كم_|كيف_|أين",
    "he": "האם|מתי|כמה_|איך_|איפה",
    "hi": "क्या_|कब_|कितन|कैसे|कहां|कहाँ",
    "id": "apakah|kapan|berapa|bagaimana_|di mana|bisakah",
    "vi": "khi nào|bao lâu|bao nhiêu|làm sao|ở đâu|có thể_|không ạ",
    "ko": "언제|얼마|어떻게|어디|나요|가요|까요",
    "th": "ไหม|หรือเปล่า|เมื่อไหร่|เท่าไหร่|อย่างไร|ที่ไหน",
    "ja": "ですか|ますか|でしょうか|いつ|いくら|どうすれば|どこ",
    "zh": "吗|什么时候|多久|多少|怎么|哪里|能不能|可不可以|是否",
}

ASKING_FIRST = (
    r"(?:(?:and|so|but|ok|okay|hi|hello|hey|also|oh) )*(?:are|is|do|does|did|can|could|will|would|shall|should|which|what|when|where|who|how) "
    r"(?:you|i|we|it|he|she|they|that|this|these|there|the|a|an|my|your|our|type|kind|size|time|day|much|many|long|far|often)\b"
)
"""How an English question begins that has no mark at its end."""

FURTHER_FIRST = ("and", "und", "et", "y", "en", "ve", "и", "а", "і")
""""And", where a question begins with it: another matter is raised."""

PAST = r"(?:was|were|had|did|ago|already|\w{2,15}ed (?:on|at|in|by))"
"""An English sentence about what has been: its date is no promise."""

POLITE: Mapping[str, str] = {
    "en": "happy to_|glad to_|love to_|we'll see what we can|i'll see what i can|do our best|do my best|feel free|don't hesitate|"
    "so we can|so that we can|we'd like|if we can ever|here to help|bear with|appreciate|thank you for|thanks for|"
    "keep you posted|we'll be here|let us know",
}

UNDER_WAY = (
    r"(?:i'm|i am|we're|we are) (?:also |now |just |already |\w{2,12}ly )?(?:adding|approving|arranging|asking|booking|cancell?ing|checking|"
    r"crediting|dispatching|escalating|extending|forwarding|investigating|issuing|looking into|ordering|organi[sz]ing|passing|paying|"
    r"processing|putting|raising|refunding|reimbursing|releasing|replacing|reserving|returning|sending|setting|shipping|transferring|"
    r"updating|waiving)"
)
"""An English promise in the present: the one form that a list of phrases cannot hold."""

CONDITION: Mapping[str, str] = {
    "en": "if you_|if that_|if it_|if this_|once you|when you|please_|dm_|could you|can you|would you|have you|do you|did you|in case",
    "de": "wenn sie|falls_|sobald sie|bitte_|können sie|könnten sie",
    "es": "si usted|si nos|por favor|puede_|podría|cuando nos",
    "fr": "si vous|s'il vous|veuillez|pouvez-vous|pourriez|dès que vous",
    "it": "se lei|per favore|può_|potrebbe|appena ci",
    "pt": "se nos|por favor|pode_|poderia|assim que nos",
    "nl": "als u|als je|kunt u|zou u|zodra u|alstublieft",
    "pl": "jeśli|jeżeli|czy może|proszę podać|gdy tylko",
    "ru": "если вы|пожалуйста|можете|не могли бы|как только вы",
    "uk": "якщо ви|будь ласка|можете|чи не могли",
}

WHEN: Mapping[str, str] = {
    "en": "today_|tomorrow|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|next week|this week|weekend|this afternoon|"
    "this evening|end of the day|working days|business days|within_|24 hours|48 hours",
    "es": "hoy_|mañana|lunes|martes|miércoles|jueves|viernes|sábado|domingo|días hábiles",
    "fr": "aujourd'hui|demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|jours ouvr",
    "de": "heute|morgen|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|werktag|wochenende",
    "it": "oggi|domani|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|giorni lavorativi",
    "pt": "hoje|amanhã|segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira|sábado|domingo|dias úteis",
    "nl": "vandaag|morgen|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|werkdagen",
    "pl": "dziś|dzisiaj|jutro|poniedziałek|wtorek|środę|środa|czwartek|piątek|piątku|sobota|sobotę|niedziel|dni robocz",
    "tr": "bugün|yarın|pazartesi|salı_|çarşamba|perşembe|cuma|pazar_|iş günü",
    "ru": "сегодня|завтра|понедельник|вторник|среду|четверг|пятниц|суббот|воскресень|рабочих дн",
    "uk": "сьогодні|завтра|понеділ|вівтор|середу|четвер|п'ятниц|субот|неділ|робочих дн",
    "ar": "اليوم|غدا|الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد|أيام عمل",
    "he": "היום|מחר|יום ראשון|יום שני|יום שלישי|יום רביעי|יום חמישי|יום שישי|ימי עסקים",
    "hi": "आज|कल_|सोमवार|मंगलवार|बुधवार|गुरुवार|शुक्रवार|शनिवार|रविवार|कार्य दिवस",
    "id": "hari ini|besok|senin|selasa|rabu|kamis|jumat|sabtu|minggu|hari kerja",
    "vi": "hôm nay|ngày mai|thứ hai|thứ ba|thứ tư|thứ năm|thứ sáu|thứ bảy|chủ nhật|ngày làm việc",
    "ko": "오늘|내일|월요일|화요일|수요일|목요일|금요일|토요일|일요일|영업일",
    "th": "วันนี้|พรุ่งนี้|วันจันทร์|วันอังคาร|วันพุธ|วันพฤหัส|วันศุกร์|วันเสาร์|วันอาทิตย์|วันทำการ",
    "ja": "今日|本日|明日|月曜|火曜|水曜|木曜|金曜|土曜|日曜|営業日",
    "zh": "今天|明天|周一|周二|周三|周四|周五|周六|周日|星期|工作日",
}
