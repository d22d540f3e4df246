/** French words of the default themes (see `Phrasebook` for the notation). */
export const themesFr = `
delivery 0.8: colis, paquet, livraison, =livrer, =livrera, =livreront, =livrent, =livraient, =livrée, =livrées, a livré, ont livré, été livré, est livré, suis livré, sera livré, était livré, livré chez, livré par, livré en, livré avec, livré dans, mal livré, ! .. livré, livreur, expédition, expédié, transporteur, coursier, facteur, numéro de suivi, mauvaise adresse
delivery 0.4: commande, ! .. arrivé, ! .. reçu, où est mon, où est ma
punctuality 0.8: retard, en retard, retards, tardif, ponctuel, ponctualité, correspondance manquée, raté .. correspondance, trop tard
punctuality 0.5: ! .. arrivé, toujours pas, attends toujours
billing 0.8: facture, facturation, facturé, prélèvement, prélevé, débité, des frais, les frais, ces frais, frais de, frais bancaires, frais supplémentaires, frais cachés, sans frais, =paiement, =paiements, =supplément, =suppléments, échéance
billing 0.5: =payer, =paye, =paie, =payez, =payons, =payé, =payée, =payés, =payées, carte, transaction, =virement, =virements, banque
refund 0.85: remboursement, rembourser, remboursé, dédommagement, indemnisation
refund 0.4: mon argent
checkout 0.8: panier, code promo, bon de réduction, coupon, carte refusée, valider .. commande
account 0.8: connecter, connexion impossible, mot de passe, mon compte, identifiant, code de vérification, inscription, compte bloqué
account 0.5: mon compte, votre compte, le compte client, compte client, compte bancaire, =comptes, abonnement, profil
quality 0.8: défectueux, défectueuse, cassé, cassée, qualité, abîmé, endommagé, brisé, rayé, fragile, mal fini, en panne, camelote, défaut
quality 0.5: ! .. fonctionne, ! .. marche, produit, matériau, tombé en panne
usability 0.8: =compliqué, =compliquée, =compliqués, =compliquées, confus, difficile à utiliser, facile à utiliser, notice, intuitif, mode emploi, ! .. trouve, ergonomie
usability 0.5: menu, bouton, site, interface
performance 0.85: lent, lente, lenteur, rame, =chargement, =chargements, ! .. charge, long à charger, longtemps à charger, lent à charger, met .. à charger, charge lentement, charge mal
reliability 0.85: plante tout le temps, plante sans arrêt, plante souvent, plante toujours, plante à chaque, ça plante, il plante, appli plante, application plante, site plante, plante au, =planter, a planté, ont planté, bug, bugs, bugue, erreur, message erreur, se ferme, panne, ne ouvre
reliability 0.4: mise à jour
connectivity 0.85: wifi, internet, réseau, connexion, =signal, fibre, couverture
staff 0.85: impoli, malpoli, désagréable, grossier, agressif, méprisant, irrespectueux, aimable, sympathique, accueil, =poli, =polie, =polis, =polies, incompétent, souriant
staff 0.55: =personnel, =employé, =employée, =employés, =employées, agent, serveur, serveuse, vendeur, vendeuse, technicien, hôtesse, équipage, =conseiller, =conseillers, =conseillère, =conseillères
support 0.8: service client, service clientèle, service après vente, =sav, =support, =assistance, mauvais service
support 0.5: service, aide, ! .. aidé, réclamation, solution
wait_time 0.85: temps attente, =file, file attente, queue, raccroché, heures attente, attendu, au bout du fil, =attente
wait_time 0.5: attendre, attends, téléphone, =appel, =appels, =appelé, =appelée
communication 0.8: pas de réponse, sans réponse, aucune réponse, ! .. répond, ! .. répondu, injoignable, ! .. prévenu, ! .. informé, aucune information, aucune nouvelle, sans nouvelles, personne .. répond, ! .. explication
communication 0.5: réponse, information, mail, courriel, message, de mes nouvelles, avoir des nouvelles, pas de nouvelles, prévenir
availability 0.85: rupture de stock, épuisé, indisponible, ! .. disponible, disponibilité, ! .. stock
price 0.85: prix, cher, chère, coûteux, trop cher, tarif, tarifs, hors de prix, rapport qualité prix, bon marché
price 0.45: promotion, réduction, argent
returns 0.85: =retour, =retours, renvoyer, renvoyé, échange, échanger, retourner le, retourner la, retourner les, retourner mon, retourner ma, retourner cet, retourné le, retourné la, retourné mon, mauvais article, mauvaise taille, mauvais produit, mauvaise commande, garantie, remplacement
safety 0.85: dangereux, dangereuse, sécurité, brûlé, brûlure, blessé, de la fumée, la fumée, fumées, incendie, feu, choc électrique, allergie
booking 0.85: réservation, réserver, réservé, rendez vous, carte embarquement, enregistrement
booking 0.5: billet, =vol, =vols
luggage 0.9: bagage, bagages, valise, valises
cleanliness 0.85: =sale, =sales, =salement, saleté, crasseux, dégoûtant, odeur, hygiène, propreté, =moisi, =moisie, =moisis, =moisissure, =moisissures, =tachée, =tachés, est taché, était taché, taché de
cleanliness 0.5: propre, toilettes
comfort 0.8: inconfortable, confortable, siège, sièges, bruit, bruyant, matelas, climatisation, chauffage, étroit
comfort 0.4: chambre, =lit, =lits
food 0.85: nourriture, =repas, =plat, =plats, dîner, déjeuner, boisson, goût, café, cuisine
privacy 0.85: vie privée, données personnelles, mes données, spam, rgpd, démarchage, sans mon consentement, fuite de données
cancellation 0.85: annulation, annulé, annuler, annulée, résilier, résiliation, désabonner
rewards 0.85: mes points, points de fidélité, points fidélité, cumuler .. points, nombre de points, points cadeaux, =miles, =fidélité, récompense, programme de fidélité
fraud 0.9: fraude, arnaque, arnaqué, escroc, escroquerie, piraté, =volé, =volée, =volés, =volées, usurpation, contrefaçon, vol d identité
reporting_errors 0.9: dossier de crédit, informations incorrectes, données erronées, fichage
debt_collection 0.9: dette, =recouvrement, huissier, impayé, créancier
loan 0.9: un prêt, mon prêt, le prêt, du prêt, prêt immobilier, prêt personnel, demande de prêt, hypothèque, un crédit, mon crédit, du crédit, crédit immobilier, crédit conso, crédit à la consommation, demande de crédit, taux intérêt, emprunt
`;
