/** Italian words of the default themes (see `Phrasebook` for the notation). */
export const themesIt = `
delivery 0.8: pacco, pacchi, consegna, consegnare, consegnato, consegnata, spedizione, spedito, corriere, postino, codice di tracciamento, tracking, indirizzo sbagliato
delivery 0.4: ordine, ! .. arrivato, ! .. ricevuto, dov'è il mio, dov'è la mia
punctuality 0.8: ritardo, in ritardo, ritardi, puntuale, puntuali, puntualità, coincidenza persa, perso .. coincidenza, troppo tardi
punctuality 0.5: ! .. arrivato, ancora aspettando, aspetto ancora
billing 0.8: fattura, fatturazione, fatturato, bolletta, addebito, addebitato, addebiti, spese, pagamento, supplemento, rata
billing 0.5: pagare, pagato, carta, transazione, bonifico, banca
refund 0.85: rimborso, rimborsare, rimborsato, rimborsati, risarcimento, indennizzo
refund 0.4: i miei soldi, soldi indietro
checkout 0.8: carrello, codice sconto, codice promozionale, buono sconto, coupon, carta rifiutata, completare .. ordine
account 0.8: accedere, accesso, login, password, mio account, nome utente, codice di verifica, registrazione, account bloccato
account 0.5: account, abbonamento, profilo
quality 0.8: difettoso, difettosa, rotto, rotta, qualità, danneggiato, danneggiata, graffiato, fragile, guasto, guasta, scadente, difetto
quality 0.5: ! .. funziona, prodotto, materiale, smesso di funzionare
usability 0.8: complicato, confuso, confusa, difficile da usare, facile da usare, istruzioni, intuitivo, intuitiva, manuale, ! .. trovo
usability 0.5: menu, pulsante, sito, interfaccia
performance 0.85: lento, lenta, lentezza, lentissima, caricamento, carica
reliability 0.85: si blocca, bloccata, crash, bug, errore, messaggio di errore, si chiude, guasto, ! .. apre
reliability 0.4: app, applicazione, aggiornamento
connectivity 0.85: wifi, internet, rete, connessione, segnale, fibra, copertura, ! .. linea
staff 0.85: maleducato, maleducata, maleducati, scortese, scortesi, sgarbato, arrogante, arroganti, gentile, gentili, simpatico, accoglienza, cortese, cortesi, incompetente, incompetenti, sorridente
staff 0.55: personale, impiegato, dipendente, agente, cameriere, cameriera, commesso, commessa, tecnico, hostess, equipaggio, operatore, operatrice
support 0.8: servizio clienti, assistenza clienti, assistenza, servizio assistenza, supporto, call center, pessimo servizio
support 0.5: servizio, aiuto, ! .. aiutato, reclamo, soluzione
wait_time 0.85: tempo di attesa, tempi di attesa, fila, coda, riagganciato, ore di attesa, ore al telefono, attesa
wait_time 0.5: aspettare, aspetto, aspettato, telefono, chiamata, chiamato
communication 0.8: nessuna risposta, senza risposta, ! .. risponde, ! .. rispondono, ! .. risposto, irraggiungibile, ! .. avvisato, ! .. informato, nessuna informazione, nessuna notizia, nessuno .. risponde, nessuno .. risposto, ! .. spiegazione
communication 0.5: risposta, informazione, informazioni, mail, messaggio, notizie, avvisare
availability 0.85: esaurito, esaurita, non disponibile, ! .. disponibile, disponibilità, ! .. magazzino
price 0.85: prezzo, prezzi, caro, cara, costoso, costosa, troppo caro, tariffa, tariffe, rapporto qualità prezzo, economico, costa
price 0.45: promozione, sconto, soldi
returns 0.85: reso, resi, restituire, restituito, restituzione, cambio merce, cambiare, articolo sbagliato, taglia sbagliata, prodotto sbagliato, ordine sbagliato, garanzia, sostituzione
safety 0.85: pericoloso, pericolosa, sicurezza, bruciato, ustione, ferito, fumo, incendio, fuoco, scossa, allergia
booking 0.85: prenotazione, prenotare, prenotato, prenotata, appuntamento, carta imbarco, check in
booking 0.5: biglietto, volo
luggage 0.9: bagaglio, bagagli, valigia, valigie
cleanliness 0.85: sporco, sporca, sporcizia, lurido, odore, igiene, pulizia, muffa, macchiato
cleanliness 0.5: pulito, pulita, bagno
comfort 0.8: scomodo, scomoda, comodo, comoda, sedile, sedili, rumore, rumoroso, materasso, aria condizionata, riscaldamento, stretto
comfort 0.4: camera, stanza, letto
food 0.85: cibo, pasto, piatto, piatti, cena, pranzo, colazione, bevanda, gusto, caffè, cucina
privacy 0.85: privacy, dati personali, miei dati, spam, gdpr, telemarketing, senza il mio consenso, fuga di dati
cancellation 0.85: cancellazione, cancellato, cancellare, cancellata, annullato, annullata, annullare, disdetta, disdire, recesso
rewards 0.85: punti, miglia, fedeltà, premio, programma fedeltà
fraud 0.9: frode, truffa, truffato, truffata, truffatori, hackerato, rubato, rubata, furto, contraffatto, furto d identità, clonata
reporting_errors 0.9: informazioni errate, dati errati, segnalazione crif, centrale rischi
debt_collection 0.9: debito, debiti, recupero crediti, ufficiale giudiziario, insoluto, creditore
loan 0.9: prestito, mutuo, ipoteca, tasso di interesse, finanziamento
`;
