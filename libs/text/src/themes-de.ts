/** German words of the default themes (see `Phrasebook` for the notation). */
export const themesDe = `
delivery 0.8: paket, päckchen, lieferung, liefern, geliefert, zustellung, zugestellt, sendung, versand, kurier, paketbote, =bote, zusteller, sendungsnummer, falsche adresse, lieferdienst, spedition, lieferverzögerung, lieferzeit
delivery 0.4: bestellung, bestellt, ! .. angekommen, wo ist mein, wo bleibt
punctuality 0.8: verspätung, verspätet, zu spät, verzögerung, verzögert, unpünktlich, pünktlich, anschluss verpasst, lieferverzögerung, tage später, wochen später, viel zu spät
punctuality 0.5: spät, ! .. angekommen, ! .. gekommen, warte immer noch, wo bleibt
billing 0.8: rechnung, abrechnung, abgebucht, abbuchung, doppelt berechnet, berechnet, gebühr, gebühren, lastschrift, mahnung, zahlung, abgezogen
billing 0.5: bezahlt, bezahlen, =zahlen, =zahle, =zahlt, =zahlte, =zahlten, kreditkarte, karte, überweisung, =bank, =banken, konto belastet
refund 0.85: rückerstattung, erstattung, erstattet, erstatten, geld zurück, entschädigung, rückzahlung
refund 0.4: mein geld
checkout 0.8: warenkorb, gutschein, gutscheincode, rabattcode, kasse, bestellvorgang, karte abgelehnt
account 0.8: anmelden, einloggen, login, passwort, mein konto, benutzername, registrieren, registrierung, anmeldung, kundenkonto, gesperrt
account 0.5: konto, abo, profil
quality 0.8: defekt, kaputt, qualität, beschädigt, mangelhaft, minderwertig, zerkratzt, zerbrochen, wackelt, wackelig, schlecht verarbeitet, verarbeitung, gerissen, abgebrochen, bruch, fällt auseinander, undicht, beschädigung, rostet, schrott
quality 0.5: funktioniert nicht, geht nicht, material, produkt
usability 0.8: kompliziert, =umständlich, =umständliche, =umständlicher, =umständlichen, verwirrend, unübersichtlich, bedienung, anleitung, bedienungsanleitung, benutzerfreundlich, einfach zu bedienen, intuitiv, ! .. finden
usability 0.5: menü, design, schaltfläche, webseite, website
performance 0.85: langsam, lahm, ladezeit, lädt ewig, lädt, ruckelt, lange .. laden
reliability 0.85: stürzt ab, stürzt .. ab, stürzte .. ab, abgestürzt, absturz, abstürze, hängt sich auf, fehlermeldung, =fehler, =fehlern, bug, störung, ausfall, ausgefallen, öffnet nicht, friert ein
reliability 0.4: update, aktualisierung
connectivity 0.85: wlan, internet, =empfang, netz, signal, =verbindung, =verbindungen, funkloch
staff 0.85: unfreundlich, unhöflich, frech, pampig, respektlos, arrogant, patzig, freundlich, höflich, nett, angeschrien, inkompetent, unverschämt, kompetent
staff 0.55: personal, mitarbeiter, mitarbeiterin, kellner, kellnerin, =verkäufer, =verkäufern, verkäuferin, angestellte, =techniker, =technikern, =fahrer, =fahrern, schaffner, rezeption
support 0.8: kundenservice, kundendienst, support, kundenbetreuung, hotline, schlechter service, ! .. geholfen, ! .. hilfe, ! .. zuständig
support 0.5: service, hilfe, beschwerde, reklamation, hilfsbereit
wait_time 0.85: warteschleife, wartezeit, warteschlange, schlange, gewartet, aufgelegt, stundenlang, ewig gewartet
wait_time 0.5: warten, warte, telefon, anruf, angerufen
communication 0.8: keine antwort, meldet sich nicht, ! .. gemeldet, ! .. antwortet, ! .. reagiert, ! .. erreichbar, ! .. informiert, ! .. bescheid, keine information, keine rückmeldung, keine info, niemand .. sagt, ignoriert, ! .. mitgeteilt
communication 0.5: antwort, rückmeldung, mail, email, nachricht, information, auskunft, =bescheid
availability 0.85: ausverkauft, nicht lieferbar, nicht verfügbar, vergriffen, verfügbarkeit, nicht vorrätig, nicht auf lager
price 0.85: preis, preise, teuer, überteuert, preiswert, günstig, zu teuer, abzocke, =wucher, preisleistung, preiserhöhung
price 0.45: billig, angebot, rabatt, geld
returns 0.85: rücksendung, retoure, umtausch, umtauschen, zurückschicken, zurückgeschickt, zurücksenden, rückgabe, falscher artikel, falsche größe, falsches produkt, falsche ware, falsch geliefert, garantie, gewährleistung, ersatz, passt nicht
safety 0.85: =gefährlich, =gefährliche, =gefährlicher, =gefährliches, =gefährlichen, =sicherheit, unsicher, verbrannt, verbrennung, verletzt, verletzung, =rauch, brand, feuer, stromschlag, überhitzt, allergisch
booking 0.85: buchung, =buchen, =buche, =bucht, gebucht, reservierung, reserviert, umbuchen, umgebucht, termin, bordkarte, umbuchung
booking 0.5: ticket, flug, fahrkarte
luggage 0.9: gepäck, koffer, gepäckstück, handgepäck
cleanliness 0.85: schmutzig, dreckig, eklig, ekelhaft, sauberkeit, gestank, stinkt, hygiene, unhygienisch, schimmel, geruch, verdreckt
cleanliness 0.5: sauber, toilette, bad
comfort 0.8: unbequem, bequem, sitz, sitze, sitzplatz, beinfreiheit, eng, laut, lärm, matratze, klimaanlage, heizung
comfort 0.4: zimmer, bett
food 0.85: essen, speisen, gericht, frühstück, abendessen, getränk, geschmack, kaffee, lecker, mahlzeit
privacy 0.85: datenschutz, persönliche daten, meine daten, spam, werbung, dsgvo, datenleck, ohne meine zustimmung
cancellation 0.85: stornieren, storniert, stornierung, kündigen, kündigung, gekündigt, annulliert, gestrichen, abgesagt
rewards 0.85: treuepunkte, bonuspunkte, meine punkte, punkte sammeln, punkte gesammelt, punkte einlösen, punkte gutgeschrieben, payback, meilen, bonus, treueprogramm, mitgliedschaft, prämie
fraud 0.9: betrug, betrüger, betrogen, gefälscht, fälschung, gehackt, identitätsdiebstahl, gestohlen, phishing, nicht autorisiert
reporting_errors 0.9: schufa, bonität, kreditauskunft, falsche daten, falscher eintrag
debt_collection 0.9: inkasso, =schulden, inkassobüro, pfändung, =gläubiger, =gläubigern
loan 0.9: kredit, darlehen, hypothek, zinsen, finanzierung, zinssatz
`;
