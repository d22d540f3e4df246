import { Phrasebook } from './phrasebook.js';
import { languages, type Language } from './stem.js';

/** Words that mean the same problem or thing, in all languages; one concept a line: its id, then phrases (see `Phrasebook`), separated by commas. */
const concepts: Record<Language, string> = {
  en: `
late: late, delay, overdue, behind schedule, ! .. arrive, ! .. come, ! .. here yet, ! .. delivered, ! .. receive, still waiting for, where is my, ! .. showed up, ! .. turned up, on time, took forever
parcel: parcel, package, shipment, order, delivery, deliver, item, box
courier: courier, driver, postman, mailman, delivery man, delivery guy
lost: lost, lose, missing, misplaced, disappeared, vanished
damaged: damaged, broken, broke, smashed, crushed, dented, cracked, torn, scratched, shattered, in pieces, bent
defective: defective, faulty, defect, stopped working, ! .. work, malfunction, dead on arrival
wrong_item: wrong item, wrong size, wrong product, wrong order, wrong color, not what i ordered, incorrect item
refund: refund, reimburse, money back, repay, my money
return: return, send back, exchange
cancel: cancel, cancelled, cancellation, cancelling, canceled, call off
rude: rude, unfriendly, impolite, disrespectful, arrogant, yelled, attitude, nasty, condescending, unprofessional, dismissive
helpless: unhelpful, useless, ! .. help, no help
support: customer service, support, helpline, help desk, call center, call centre, cs, custserv, hotline
wait: on hold, hold, wait, queue, waiting, hang up, hung up, disconnected
answer: no answer, no response, no reply, ! .. answer, ! .. respond, ! .. reply, ! .. call back, ! .. hear back, ignored, unanswered, no one answers
luggage: luggage, bag, baggage, suitcase, carry on
flight: flight, flt, plane, aircraft
booking: booking, book, reservation, reserve, itinerary, rebook, reschedule
seat: seat, seating, legroom, upgrade
staff: staff, employee, agent, crew, attendant, representative, rep, waiter, clerk, cashier, nurse, technician
app: app, application, update, latest version, new version
crash: crash, freeze, frozen, hang, force close, shuts down, closes itself, bug, glitch, error
slow: slow, lag, laggy, takes forever, loading, sluggish
login: login, log in, sign in, logged out, password, locked out, verification code
payment: payment, pay, paid, transaction
overcharged: overcharge, charged twice, double charge, charged .. twice, billed twice, hidden fee, wrong amount, unauthorized charge
fee: fee, charge, surcharge
bill: bill, invoice, statement
price: price, expensive, overpriced, cost, costly
card: card, credit card, debit card
checkout: checkout, cart, basket, voucher, coupon, promo code, discount code
quality: quality, poor quality, flimsy, cheap, cheaply made, falls apart, fell apart, came apart
stock: out of stock, sold out, unavailable, back order
dirty: dirty, filthy, unclean, stains, hair, disgusting, mold
clean: clean, cleaning
food: food, meal, dish, lunch, dinner, breakfast
cold: cold, lukewarm
website: website, site, web page, page
email: email, mail, newsletter, message, sms
phone: phone, call, telephone
account: account, profile
privacy: privacy, personal data, data breach, leaked
safety: safety, unsafe, dangerous, hazard, injured, burn, burned, electric shock, overheats, fire, smoke
credit_report: credit report, credit bureau, credit file, credit score
debt: debt, collector, collection, owe
mortgage: mortgage, foreclosure, escrow
loan: loan, lender, refinance
fraud: fraud, scam, scammed, fraudulent, identity theft, stolen identity, hacked
wrong: incorrect, wrong, inaccurate, mistake, false, not mine
subscription: subscription, membership, renewal, auto renew
points: points, miles, rewards, loyalty
wifi: wifi, internet, connection, signal
instructions: instructions, manual, confusing, complicated
store: store, shop, branch
noise: noise, noisy, loud
smell: smell, stink, odor
`,
  es: `
late: tarde, retraso, retrasado, demora, atrasado, ! .. llegado, ! .. llega, ! .. llegó, ! .. recibido, ! .. entregado, sigo esperando, donde esta mi
parcel: paquete, pedido, envío, entrega, entregar, artículo, caja
courier: repartidor, mensajero, transportista, cartero
lost: perdido, perdieron, extraviado, extravío, desaparecido
damaged: roto, rota, dañado, golpeado, aplastado, rayado, abollado
defective: defectuoso, averiado, ! .. funciona, dejó de funcionar, estropeado
wrong_item: artículo equivocado, producto equivocado, talla equivocada, pedido equivocado
refund: reembolso, devolución del dinero, mi dinero, reembolsar
return: devolución, devolver, cambio
cancel: cancelar, cancelado, cancelación, anular
rude: grosero, maleducado, antipático, borde, desagradable, prepotente, mala educación
helpless: inútil, ! .. ayudan, ! .. ayuda
support: atención al cliente, servicio al cliente, soporte
wait: espera, esperando, cola, colgaron
answer: ! .. contestan, ! .. responden, ! .. respuesta, sin respuesta, ! .. contestado
luggage: equipaje, maleta, valija
flight: vuelo, avión
booking: reserva, reservar, reservación
seat: asiento
staff: personal, empleado, agente, camarero, dependiente, azafata, técnico
app: app, aplicación, actualización
crash: se cierra, se bloquea, se cuelga, error, fallo, falla
slow: lento, lenta
login: iniciar sesión, contraseña, acceder, código de verificación
payment: pago, pagar, pagado, transacción
overcharged: cobro doble, cobrado dos veces, cobraron de más, cobro indebido, cobraron dos veces
fee: comisión, cargo, tasa, recargo
bill: factura, recibo
price: precio, caro, costoso
card: tarjeta
checkout: carrito, cupón, código de descuento
quality: calidad, mala calidad, endeble
stock: agotado, sin stock, no disponible
dirty: sucio, asqueroso, mugre
clean: limpio, limpieza
food: comida, plato, cena, desayuno
cold: frío, fría
website: web, página, sitio
email: correo, mensaje
phone: teléfono, llamar, llamada
account: cuenta, perfil
privacy: privacidad, datos personales
safety: peligroso, inseguro, quemadura, quemado, incendio, humo
debt: deuda, cobrador
mortgage: hipoteca
loan: préstamo
fraud: fraude, estafa, estafadores
wrong: incorrecto, equivocado, erróneo
subscription: suscripción, membresía
points: puntos, millas
wifi: wifi, internet, conexión
instructions: instrucciones, manual, complicado
store: tienda, sucursal
noise: ruido, ruidoso
smell: huele, olor
`,
  de: `
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
`,
  fr: `
late: retard, en retard, tardif, ! .. arrivé, ! .. reçu, ! .. livré, toujours pas, attends toujours, où est mon, où est ma
parcel: colis, paquet, commande, livraison, livrer, envoi, article, carton
courier: livreur, coursier, facteur, transporteur, chauffeur
lost: perdu, égaré, disparu
damaged: cassé, abîmé, endommagé, brisé, rayé, écrasé
defective: défectueux, en panne, ! .. fonctionne, ! .. marche, ne fonctionne plus
wrong_item: mauvais article, mauvaise taille, mauvais produit, mauvaise commande
refund: remboursement, rembourser, mon argent
return: retour, renvoyer, échange, retourner
cancel: annuler, annulé, annulation, résilier, résiliation
rude: impoli, malpoli, désagréable, grossier, agressif, méprisant, irrespectueux
helpless: inutile, ! .. aidé, ! .. aide
support: service client, service clientèle, support, sav, hotline
wait: attente, attendre, attendu, file, raccroché
answer: pas de réponse, sans réponse, aucune réponse, ! .. répond, ! .. répondu, injoignable
luggage: bagage, valise
flight: vol, avion
booking: réservation, réserver
seat: siège
staff: personnel, employé, agent, serveur, vendeur, technicien, hôtesse
app: appli, application, mise à jour
crash: plante, bug, bugue, erreur, se ferme
slow: lent, lente, rame
login: connecter, connexion, mot de passe, identifiant
payment: paiement, payer, payé, transaction
overcharged: débité deux fois, facturé deux fois, double prélèvement, trop facturé, prélevé deux fois
fee: frais, supplément
bill: facture
price: prix, cher, coûteux
card: carte
checkout: panier, code promo, bon de réduction
quality: qualité, mauvaise qualité, camelote
stock: rupture de stock, épuisé, indisponible
dirty: sale, crasseux, dégoûtant
clean: propre, nettoyage, propreté
food: nourriture, repas, plat, dîner
cold: froid
website: site, page
email: mail, courriel, message
phone: téléphone, appel, appeler
account: compte, profil
privacy: vie privée, données personnelles
safety: dangereux, brûlé, brûlure, blessé, fumée, incendie
debt: dette, recouvrement
mortgage: hypothèque
loan: prêt, crédit
fraud: fraude, arnaque, escroc, escroquerie
wrong: faux, incorrect, erroné
subscription: abonnement, adhésion
points: points, miles
wifi: wifi, internet, réseau
instructions: notice, mode emploi, compliqué
store: magasin, boutique
noise: bruit, bruyant
smell: odeur, pue
`,
  it: `
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
`,
  pt: `
late: tarde, atraso, atrasado, demora, ! .. chegou, ! .. chega, ! .. recebi, ! .. entregue, ! .. entregaram, ainda esperando, ainda à espera, onde está o meu, cadê meu
parcel: pacote, encomenda, pedido, envio, entrega, entregar, artigo, caixa
courier: entregador, estafeta, transportadora, carteiro, motorista
lost: perdido, perderam, extraviado, desaparecido, sumiu
damaged: danificado, quebrado, partido, riscado, amassado, rasgado
defective: defeituoso, defeito, avariado, ! .. funciona, parou de funcionar
wrong_item: artigo errado, produto errado, tamanho errado, pedido errado, encomenda errada
refund: reembolso, reembolsar, estorno, meu dinheiro, dinheiro de volta
return: devolução, devolver, troca
cancel: cancelar, cancelado, cancelamento, anular
rude: mal educado, grosseiro, rude, arrogante, antipático
helpless: inútil, ! .. ajudam, ! .. ajudou, ! .. ajuda
support: atendimento ao cliente, apoio ao cliente, suporte, sac, atendimento
wait: espera, esperando, esperar, fila, desligaram
answer: ! .. respondem, ! .. responde, ! .. respondeu, sem resposta, nenhuma resposta, ! .. atende
luggage: bagagem, mala
flight: voo, avião
booking: reserva, reservar, agendamento
seat: assento, poltrona
staff: funcionário, atendente, empregado, agente, garçom, vendedor, técnico
app: app, aplicativo, aplicação, atualização
crash: trava, travou, fecha sozinho, erro, bug
slow: lento, lenta
login: login, senha, palavra passe, iniciar sessão, código de verificação
payment: pagamento, pagar, pago, transação
overcharged: cobrado duas vezes, cobraram duas vezes, cobrança indevida, cobrança duplicada
fee: taxa, tarifa, comissão
bill: fatura, boleto
price: preço, caro
card: cartão
checkout: carrinho, cupom, cupão, código de desconto
quality: qualidade, má qualidade
stock: esgotado, indisponível, sem estoque, sem stock
dirty: sujo, imundo, nojento
clean: limpo, limpeza
food: comida, prato, refeição, jantar, almoço
cold: frio, fria
website: site, página
email: email, mensagem
phone: telefone, ligar, ligação
account: conta, perfil
privacy: privacidade, dados pessoais
safety: perigoso, queimado, queimadura, fumaça, fumo, incêndio
debt: dívida, cobrador
mortgage: hipoteca
loan: empréstimo
fraud: fraude, golpe, burla
wrong: errado, incorreto
subscription: assinatura, subscrição
points: pontos, milhas
wifi: wifi, internet, conexão
instructions: instruções, manual, complicado
store: loja, filial
noise: barulho, ruído
smell: cheiro, fede
`,
};

const books = new Map(languages.map((it) => [it, bookOf(it)]));

function bookOf(language: Language): Phrasebook<string> {
  const book = new Phrasebook<string>(language);
  for (const line of concepts[language].trim().split('\n')) {
    const [id, phrases] = line.split(': ') as [string, string];
    for (const phrase of phrases.split(',')) book.add(phrase, id);
  }
  return book;
}

/** The concepts of a language, ready to be found in a text. */
export const conceptsOf = (language: Language): Phrasebook<string> => books.get(language) as Phrasebook<string>;
