/** German words that mean the same problem or thing; see `concepts-en.ts` for the notation. */
export const conceptsDe = `
late: spät, zu spät, verspätet, verspätung, verzögerung, verzögert, ! .. angekommen, ! .. geliefert, ! .. erhalten, ! .. bekommen, ! .. gekommen, warte immer noch, wo ist mein, wo bleibt, lieferverzögerung
parcel: paket, päckchen, sendung, bestellung, lieferung, ware, zustellung, artikel, karton
courier: kurier, paketbote, bote, fahrer, postbote, zusteller
lost: verloren, verschwunden, weg, vermisst
damaged: beschädigt, kaputt, zerbrochen, zerkratzt, zerdrückt, verbeult, gebrochen, beschädigung
defective: defekt, funktioniert nicht, mangelhaft, fehlerhaft, geht nicht
wrong_item: falscher artikel, falsche größe, falsches produkt, falsche ware, falsch geliefert
refund: rückerstattung, erstattung, erstattet, geld zurück, mein geld
return: rücksendung, retoure, zurückschicken, umtausch, zurücksenden, rückgabe
cancel: stornieren, storniert, stornierung, kündigen, kündigung, annulliert, gestrichen, abgesagt
rude: unfreundlich, unhöflich, frech, pampig, respektlos, arrogant, patzig
helpless: nutzlos, ! .. geholfen, ! .. helfen
support: kundenservice, kundendienst, support, hotline, kundenbetreuung
wait: warteschleife, warten, gewartet, wartezeit, schlange, aufgelegt
answer: keine antwort, meldet sich nicht, ! .. gemeldet, ! .. antwortet, ! .. reagiert, ! .. erreichbar
luggage: gepäck, koffer, tasche
flight: flug, flugzeug
booking: buchung, buchen, gebucht, reservierung
seat: sitz, sitzplatz
staff: personal, mitarbeiter, kellner, verkäufer, angestellte, techniker, bedienung
app: app, anwendung, update
crash: stürzt ab, abgestürzt, absturz, hängt sich auf, fehler, fehlermeldung
slow: langsam, lahm
login: anmelden, einloggen, login, passwort, anmeldung
payment: zahlung, bezahlen, bezahlt, zahlen, überweisung
overcharged: doppelt abgebucht, doppelt berechnet, zu viel berechnet, zweimal abgebucht
fee: gebühr, zuschlag
bill: rechnung, abrechnung
price: preis, teuer, überteuert
card: karte, kreditkarte
checkout: warenkorb, gutschein, gutscheincode, kasse
quality: qualität, billig, minderwertig
stock: ausverkauft, nicht lieferbar, nicht verfügbar
dirty: schmutzig, dreckig, eklig, ekelhaft
clean: sauber, reinigung
food: essen, gericht, frühstück
cold: kalt
website: webseite, website, seite
email: mail, email, nachricht
phone: telefon, anruf, anrufen
account: konto, profil
privacy: datenschutz, persönliche daten
safety: gefährlich, unsicher, verbrannt, verletzt, rauch, brand
debt: schulden, inkasso
mortgage: hypothek
loan: kredit, darlehen
fraud: betrug, betrüger, abzocke
wrong: falsch, inkorrekt
subscription: abo, abonnement, mitgliedschaft
points: punkte, meilen
wifi: wlan, internet, verbindung
instructions: anleitung, kompliziert
store: laden, filiale, geschäft
noise: lärm, laut
smell: stinkt, gestank, geruch
`;
