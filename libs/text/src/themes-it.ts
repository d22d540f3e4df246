/** Italian words of the default themes (see `Phrasebook` for the notation). */
export const themesIt = `
delivery 0.8: pacco, pacchi, consegna, consegnare, consegnato, consegnata, spedizione, spedito, =corriere, =corrieri, postino, codice di tracciamento, tracking, indirizzo sbagliato
delivery 0.4: ordine, ! .. arrivato, ! .. ricevuto, dov'è il mio, dov'è la mia
punctuality 0.8: ritardo, in ritardo, ritardi, puntuale, puntuali, puntualità, coincidenza persa, perso .. coincidenza, troppo tardi
punctuality 0.5: ! .. arrivato, ancora aspettando, aspetto ancora
billing 0.8: fattura, fatturazione, fatturato, bolletta, addebito, addebitato, addebiti, =spese, pagamento, supplemento, =rata, =rate
billing 0.5: pagare, pagato, carta, transazione, =bonifico, =bonifici, banca
refund 0.85: rimborso, rimborsare, rimborsato, rimborsati, risarcimento, indennizzo
refund 0.4: i miei soldi, soldi indietro
checkout 0.8: carrello, codice sconto, codice promozionale, buono sconto, coupon, carta rifiutata, completare .. ordine
account 0.8: accedere, accesso, login, password, mio account, nome utente, codice di verifica, registrazione, account bloccato
account 0.5: account, abbonamento, profilo
quality 0.8: difettoso, difettosa, rotto, rotta, qualità, danneggiato, danneggiata, graffiato, fragile, guasto, guasta, scadente, difetto
quality 0.5: ! .. funziona, prodotto, materiale, smesso di funzionare
usability 0.8: =complicato, =complicata, =complicati, =complicate, confuso, confusa, difficile da usare, facile da usare, istruzioni, intuitivo, intuitiva, manuale, ! .. trovo
usability 0.5: menu, pulsante, =sito, =siti, interfaccia
performance 0.85: lento, lenta, lentezza, lentissima, =caricamento, =caricamenti, ! .. carica, carica lentamente, lento a caricare, carica sempre, non carica
reliability 0.85: si blocca, bloccata, crash, =bug, errore, messaggio di errore, si chiude, guasto, ! .. apre
reliability 0.4: applicazione, aggiornamento
connectivity 0.85: wifi, internet, rete, connessione, =segnale, fibra, copertura, ! .. linea
staff 0.85: maleducato, maleducata, maleducati, scortese, scortesi, sgarbato, arrogante, arroganti, gentile, gentili, simpatico, accoglienza, cortese, cortesi, incompetente, incompetenti, sorridente
staff 0.55: =personale, =impiegato, =impiegata, =impiegati, =dipendente, =dipendenti, agente, =cameriere, =camerieri, =cameriera, commesso, commessa, =tecnico, =tecnici, hostess, equipaggio, =operatore, =operatori, =operatrice, =operatrici
support 0.8: servizio clienti, assistenza clienti, assistenza, servizio assistenza, supporto, call center, pessimo servizio
support 0.5: servizio, aiuto, ! .. aiutato, reclamo, soluzione
wait_time 0.85: tempo di attesa, tempi di attesa, =fila, =coda, =code, riagganciato, ore di attesa, ore al telefono, attesa
wait_time 0.5: =aspettare, aspetto da, aspetto ancora, sto aspettando, =aspettato, telefono, =chiamata, =chiamate, =chiamato
communication 0.8: nessuna risposta, senza risposta, ! .. risponde, ! .. rispondono, ! .. risposto, irraggiungibile, ! .. avvisato, ! .. informato, nessuna informazione, nessuna notizia, nessuno .. risponde, nessuno .. risposto, ! .. spiegazione
communication 0.5: risposta, informazione, informazioni, mail, messaggio, notizie, avvisare
availability 0.85: esaurito, esaurita, non disponibile, ! .. disponibile, disponibilità, ! .. magazzino
price 0.85: prezzo, prezzi, =caro, =cari, =cara, =care, costoso, costosa, troppo caro, tariffa, tariffe, rapporto qualità prezzo, economico, costa
price 0.45: promozione, sconto, =soldi
returns 0.85: =resi, un reso, il reso, del reso, fare .. reso, politica di reso, restituire, restituito, restituzione, cambio merce, cambiare .. taglia, cambiare .. articolo, cambio taglia, articolo sbagliato, taglia sbagliata, prodotto sbagliato, ordine sbagliato, garanzia, sostituzione
safety 0.85: pericoloso, pericolosa, sicurezza, bruciato, ustione, =ferito, =ferita, =feriti, =fumo, incendio, fuoco, scossa, allergia
booking 0.85: prenotazione, prenotare, prenotato, prenotata, appuntamento, carta imbarco, check in
booking 0.5: biglietto, =volo, =voli
luggage 0.9: bagaglio, bagagli, valigia, valigie
cleanliness 0.85: sporco, sporca, sporcizia, lurido, odore, igiene, pulizia, muffa, macchiato
cleanliness 0.5: pulito, pulita, =bagno, =bagni
comfort 0.8: scomodo, scomoda, comodo, comoda, sedile, sedili, rumore, rumoroso, materasso, aria condizionata, riscaldamento, stretto
comfort 0.4: =camera, =camere, =stanza, =stanze, il letto, un letto, letto comodo, letto scomodo, letto matrimoniale, =letti
food 0.85: cibo, pasto, piatto, piatti, =cena, =cene, pranzo, colazione, bevanda, gusto, caffè, cucina
privacy 0.85: privacy, dati personali, miei dati, spam, gdpr, telemarketing, senza il mio consenso, fuga di dati
cancellation 0.85: cancellazione, cancellato, cancellare, cancellata, annullato, annullata, annullare, disdetta, disdire, recesso
rewards 0.85: miei punti, punti fedeltà, raccolta punti, tessera punti, =miglia, fedeltà, =premio, =premi, programma fedeltà
fraud 0.9: frode, truffa, truffato, truffata, truffatori, hackerato, rubato, rubata, furto, contraffatto, furto d identità, clonata
reporting_errors 0.9: informazioni errate, dati errati, segnalazione crif, centrale rischi
debt_collection 0.9: debito, debiti, recupero crediti, ufficiale giudiziario, =insoluto, =insoluti, creditore
loan 0.9: =prestito, =prestiti, mutuo, ipoteca, tasso di interesse, finanziamento
`;
