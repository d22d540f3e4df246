/** Italian words that mean the same problem or thing; see `concepts-en.ts` for the notation. */
export const conceptsIt = `
late: tardi, ritardo, in ritardo, ritardato, ! .. arrivato, ! .. arriva, ! .. ricevuto, ! .. consegnato, ancora aspettando, dov'è il mio, dov'è la mia
parcel: pacco, ordine, spedizione, consegna, consegnare, articolo, scatola
courier: corriere, fattorino, postino, autista
lost: perso, smarrito, scomparso, sparito
damaged: danneggiato, rotto, graffiato, schiacciato, ammaccato, strappato
defective: difettoso, guasto, ! .. funziona, smesso di funzionare
wrong_item: articolo sbagliato, prodotto sbagliato, taglia sbagliata, ordine sbagliato
refund: rimborso, rimborsare, soldi indietro, miei soldi
return: reso, restituire, restituzione, cambio
cancel: cancellare, cancellato, cancellazione, annullare, annullato, disdire, disdetta
rude: maleducato, scortese, sgarbato, arrogante, antipatico
helpless: inutile, ! .. aiutato, ! .. aiuta
support: servizio clienti, assistenza, assistenza clienti, supporto, call center
wait: attesa, aspettare, aspettato, coda, fila, riagganciato
answer: nessuna risposta, senza risposta, ! .. risponde, ! .. risposto, ! .. rispondono, irraggiungibile
luggage: bagaglio, valigia
flight: volo, aereo
booking: prenotazione, prenotare
seat: posto, sedile
staff: personale, impiegato, dipendente, agente, cameriere, commesso, tecnico, hostess
app: app, applicazione, aggiornamento
crash: si blocca, si chiude, crash, errore, bug
slow: lento, lenta
login: accedere, accesso, login, password, codice di verifica
payment: pagamento, pagare, pagato, transazione
overcharged: addebitato due volte, doppio addebito, pagato due volte, addebito non autorizzato
fee: commissione, spese, supplemento
bill: fattura, bolletta
price: prezzo, caro, costoso
card: carta
checkout: carrello, codice sconto, coupon
quality: qualità, scadente
stock: esaurito, non disponibile
dirty: sporco, lurido, schifoso
clean: pulito, pulizia
food: cibo, piatto, pasto, cena, colazione
cold: freddo
website: sito, pagina
email: mail, email, messaggio
phone: telefono, chiamata, chiamare
account: account, profilo
privacy: privacy, dati personali
safety: pericoloso, bruciato, ustione, ferito, fumo, incendio
debt: debito, recupero crediti
mortgage: mutuo, ipoteca
loan: prestito
fraud: frode, truffa, truffatori
wrong: sbagliato, errato
subscription: abbonamento
points: punti, miglia
wifi: wifi, internet, connessione
instructions: istruzioni, manuale, complicato
store: negozio, filiale
noise: rumore, rumoroso
smell: puzza, odore
`;
