// What customers say in German: the same kinds as the English files.
export const praise = {
  delivery: ['[Schnelle|Sehr schnelle|Pünktliche] Lieferung, [vielen Dank|super|alles heil angekommen].', 'Der Fahrer war [freundlich|sehr nett|hilfsbereit] und hat alles [hochgetragen|in den dritten Stock gebracht].', '[Einen Tag früher|Wie versprochen] geliefert und [gut verpackt|perfekt verpackt], [toll|danke].', 'Die Lieferung nach {city} lief [hervorragend|reibungslos], [gerne wieder|weiter so].'],
  product: ['{model} ist [wunderschön|sehr stabil|toll verarbeitet], [wir sind begeistert|sehr zufrieden].', '[Sehr gute|Ausgezeichnete] Qualität, {model} [passt perfekt|sieht fantastisch aus].', 'Bin [sehr zufrieden|glücklich] mit {model}, [klare Empfehlung|jederzeit wieder].', 'Schönes Holz, angenehme Farbe: {model} ist [super|großartig].'],
  app: ['Die App ist [übersichtlich und schnell|wirklich gut|super einfach], [gefällt mir|danke].', 'Der Raumplaner in der App macht [Spaß|richtig Freude], [toll|großartig].'],
  checkout: ['Bezahlen ging [schnell und einfach|problemlos], [sehr gut|prima].', 'Bestellung in zwei Minuten fertig, [super|angenehm einfach].'],
  returns: ['Rückgabe war [unkompliziert|kinderleicht], Geld [nach zwei Tagen|schnell] zurück, [danke|toll].'],
  store: ['Sehr [nette|freundliche] Beratung in {city}, [danke an {name}|gerne wieder].', 'Schönes Geschäft in {city}, [tolle Auswahl|wir kommen gerne wieder].'],
  'support-chat': ['Im Chat wurde mir [sofort|schnell und freundlich] geholfen, [danke {name}|super Service].'],
  'support-phone': ['Sehr [freundliches|angenehmes] Gespräch, {name} hat mir [gut geholfen|alles erklärt], [danke|toll].'],
  assembly: ['Der Aufbau war [schnell und sauber|perfekt], [freundliche Monteure|danke an das Team].'],
};
export const cheers = ['[Alles|Einfach] [super|bestens|prima|wunderbar], [danke|weiter so|gerne wieder].', '[Sehr|Rundum] zufrieden, [klare Empfehlung|toller Laden|vielen Dank].', '[Guter|Toller|Ausgezeichneter] Service, [komme gerne wieder|fünf Sterne].'];
export const praiseTails = ['', '', '', 'Grüße aus {city}.', 'Bis bald!', 'Werde wieder bestellen.', 'Auftrag {order}.'];
export const remarks = {
  delivery: ['Können Sie {order} [am Samstag|ins Büro|zu meinem Nachbarn] liefern?', 'Liefern Sie auch nach [Österreich|Südtirol|Dänemark]?', 'Wir sind bis [Montag|nächste Woche] verreist, bitte erst danach liefern.'],
  product: ['Gibt es {model} auch in [Eiche|Grau|einer größeren Ausführung]?', 'Welche Maße hat {model} genau?', '{model} ist [wie beschrieben|für das Gästezimmer|noch nicht ausgepackt].'],
  app: ['Wo stelle ich in der App die [Sprache|Filiale] um?', 'Gibt es die App auch für [das Tablet|die Uhr]?'],
  checkout: ['Kann ich an der Kasse [zwei Gutscheine|eine andere Adresse] angeben?'],
  billing: ['Bitte die Rechnung zu {order} [als PDF|auf meine Firma] ausstellen.'],
  returns: ['Wie lange kann ich {model} zurückgeben?', 'Ich möchte {model} gegen die graue Variante tauschen.'],
  store: ['Wann öffnet die Filiale in {city} am [Samstag|Feiertag]?'],
  'support-phone': ['Ich habe am [Montag|Dienstag] wegen {order} angerufen.'],
  assembly: ['Kann ich den Aufbau von {model} [später|im Mai] buchen?'],
};
export const remarkTails = ['', '', '', 'Danke.', 'Viele Grüße, {name}', 'Es eilt nicht.'];
export const complaints = [
  { touchpoint: 'delivery', about: 'left outside', texts: ['Paket wurde [im Regen|vor der falschen Tür] abgestellt, [ärgerlich|nicht in Ordnung].'] },
  { touchpoint: 'website', about: 'search', texts: ['Die Suche auf der Webseite ist [schlecht|nutzlos], ich finde nichts.'] },
  { touchpoint: 'app', about: 'menu', texts: ['Das Menü der App ist [unübersichtlich|verwirrend], schlecht zu bedienen.'] },
  { touchpoint: 'checkout', about: 'voucher', texts: ['Gutschein wurde an der Kasse nicht angenommen, [ärgerlich|sehr enttäuschend].'] },
  { touchpoint: 'billing', about: 'wrong invoice', texts: ['Die Rechnung ist falsch, [Betrag stimmt nicht|doppelt abgebucht], schlecht.'] },
  { touchpoint: 'returns', about: 'refund slow', texts: ['Warte seit {days} Wochen auf meine Rückerstattung, [unverschämt|sehr ärgerlich].'] },
  { touchpoint: 'product', about: 'scratches', texts: ['{model} kam mit [Kratzern|einer Delle], [schlechte Qualität|enttäuscht].'] },
  { touchpoint: 'product', about: 'instructions', texts: ['Die Anleitung von {model} ist [unverständlich|ein Witz], schwierig.'] },
  { touchpoint: 'store', about: 'staff', texts: ['Unfreundliches Personal in {city}, [niemand hatte Zeit|schlechte Beratung].'] },
  { touchpoint: 'store', about: 'dirt', texts: ['Die Toiletten in {city} waren schmutzig, eklig.'] },
  { touchpoint: 'account', about: 'password', texts: ['Kann mich nicht anmelden, Passwort-Mail kommt nie, [nervig|schlecht].'] },
  { touchpoint: 'assembly', about: 'appointment', texts: ['Monteure kamen nicht zum Termin, [ein Tag Urlaub umsonst|sehr ärgerlich].'] },
  { touchpoint: 'loyalty', about: 'points', texts: ['Meine Punkte sind einfach verfallen, [unfair|schade].'] },
];
export const complaintTails = ['', '', '', 'Schade.', 'Auftrag {order}.', 'Bitte kümmern Sie sich darum.', 'Das war früher besser.'];
export const events = {
  outage: ['[Mein Paket|Meine Lieferung] ist [nicht angekommen|heute nicht gekommen], [die Sendungsverfolgung steht still|niemand weiß etwas], [schlecht|sehr ärgerlich].', '[Wo bleibt mein Paket|Wo ist meine Lieferung]? [Seit gestern|Seit zwei Tagen] liegt es im Depot, [unverschämt|schrecklich].', 'Den ganzen Tag auf die Lieferung gewartet, [kein Paket|niemand kam], [enttäuscht|Frechheit].', 'Lieferung [ohne Nachricht abgesagt|schon wieder verschoben], das Paket hängt im Depot fest. [Schlecht|Furchtbar].'],
  release: ['Seit dem Update [stürzt die App ständig ab|stürzt die App beim Start ab], [furchtbar|unbrauchbar].', 'Die App [friert ein und stürzt ab|lässt sich nicht öffnen], [schlechtes Update|sehr ärgerlich].', 'Version 5.3.0 ist [kaputt|eine Katastrophe], dauernd Abstürze.'],
  lot: ['Das Stuhlbein vom Aria ist [nach zwei Tagen|sofort] gebrochen, [gefährlich|schlechte Qualität].', 'Aria Stuhl: Schweißnaht gerissen, Bein [abgebrochen|verbogen], [mangelhaft|gefährlich].'],
  rude: ['Der Mitarbeiter im Abend-Chat war [unfreundlich|unverschämt|frech], [so ein schlechter Ton|sehr enttäuscht].'],
  wait: ['{minutes} Minuten in der Warteschleife, [viel zu lang|ärgerlich].', 'Die Wartezeit am Telefon ist [schrecklich|zu lang], {minutes} Minuten.'],
};
