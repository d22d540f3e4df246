/** French words that mean the same problem or thing; see `concepts-en.ts` for the notation. */
export const conceptsFr = `
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
`;
