// What customers say in French: the same kinds as the English files.
export const praise = {
  delivery: ['Livraison [très rapide|parfaite|ponctuelle], [merci beaucoup|bravo|je suis ravie].', 'Le livreur était [très aimable|charmant] et a tout monté [au deuxième étage|chez moi].', 'Arrivé [en avance|le jour prévu], [bien emballé|en parfait état], [excellent|merci].'],
  product: ['{model} est [magnifique|très solide|confortable], [nous sommes ravis|je recommande].', '[Excellente|Très bonne] qualité, {model} [est superbe|va parfaitement dans le salon].', 'Je suis [enchantée|très content] de {model}, [cinq étoiles|un vrai plaisir].'],
  app: ["L'application est [simple et rapide|très claire|super], [merci|j'adore]."],
  checkout: ['Paiement [rapide et facile|très simple], [parfait|génial].'],
  returns: ['Le retour était [facile|rapide], [merci|très bon service].'],
  store: ['Très bon accueil au magasin de {city}, [merci à {name}|équipe adorable].'],
  'support-chat': ["On m'a aidée [tout de suite|gentiment] dans le chat, [merci {name}|excellent]."],
  'support-phone': ['Appel [très agréable|excellent], {name} a [tout réglé|bien expliqué].'],
};
export const cheers = ['[Tout|Tout était] [parfait|super|impeccable], [merci|à bientôt|je recommande].', '[Très|Vraiment] [satisfait|contente], [bon magasin|excellent service].'];
export const praiseTails = ['', '', '', 'Bonjour de {city}.', 'À bientôt.', 'Commande {order}.'];
export const remarks = {
  delivery: ['Pouvez-vous livrer {order} [samedi|au bureau|chez un voisin] ?', 'Livrez-vous aussi en [Belgique|Corse|Suisse] ?'],
  product: ['{model} existe-t-il en [vert|chêne|plus grand] ?', 'Quelles sont les dimensions de {model} ?', "J'ai acheté {model} pour [ma fille|le bureau], c'est encore dans le carton."],
  app: ["Où changer [la langue|le magasin] dans l'application ?"],
  checkout: ['Acceptez-vous [deux bons|la carte cadeau] au paiement ?'],
  billing: ['Je voudrais la facture de {order} [au nom de ma société|en PDF].'],
  returns: ['Combien de jours pour retourner {model} ?'],
  store: ['À quelle heure ouvre le magasin de {city} [samedi|dimanche] ?'],
  'support-phone': ["J'ai appelé [lundi|jeudi] pour la commande {order}."],
};
export const remarkTails = ['', '', '', 'Merci.', 'Cordialement, {name}', "Ce n'est pas urgent."];
export const complaints = [
  { touchpoint: 'delivery', about: 'courier', texts: ['Le livreur était [désagréable|impoli], [mauvaise expérience|dommage].'] },
  { touchpoint: 'website', about: 'search', texts: ['La recherche du site est [nulle|mauvaise], je ne trouve rien.'] },
  { touchpoint: 'app', about: 'menu', texts: ["Le menu de l'application est [compliqué|confus], [pénible|nul]."] },
  { touchpoint: 'billing', about: 'wrong invoice', texts: ['La facture est fausse, [mauvais montant|débité deux fois], [inacceptable|très déçue].'] },
  { touchpoint: 'returns', about: 'return fee', texts: ['{price} euros de frais de retour, [trop cher|scandaleux].'] },
  { touchpoint: 'product', about: 'scratches', texts: ['{model} est arrivé [rayé|abîmé], [mauvaise qualité|déçu].'] },
  { touchpoint: 'product', about: 'price', texts: ['{model} est trop cher pour cette qualité, [déçue|dommage].'] },
  { touchpoint: 'store', about: 'queue', texts: ['Trop de queue en caisse à {city}, [pénible|une seule caisse ouverte].'] },
  { touchpoint: 'account', about: 'password', texts: ['Impossible de me connecter à mon compte, [pénible|nul].'] },
  { touchpoint: 'assembly', about: 'botched', texts: ['Montage bâclé, {model} est de travers, [mauvais travail|déçu].'] },
];
export const complaintTails = ['', '', '', 'Commande {order}.', "J'attends une réponse.", "C'était mieux avant."];
export const events = {
  outage: ["[Mon colis|Ma livraison] n'est pas [arrivé|là] et [personne ne sait rien|le suivi est bloqué], [inacceptable|très déçu].", 'Où est [mon colis|ma livraison] ? Bloqué au dépôt [depuis hier|depuis deux jours], [lamentable|honteux].', "J'ai attendu la livraison toute la journée, [personne n'est venu|rien], [lamentable|nul]."],
  release: ["Depuis la mise à jour l'application [plante sans arrêt|se ferme toute seule], [horrible|inutilisable].", "La version 5.3.0 [est catastrophique|ne marche pas], l'application plante. [Nul|Très mauvais]."],
  lot: ["Le pied de la chaise Aria [s'est cassé|a cédé] [au bout de deux jours|sous moi], [dangereux|mauvaise qualité]."],
  rude: ["L'agent du chat le soir était [impoli|désagréable|arrogant], [très mauvais accueil|inacceptable]."],
  wait: ["{minutes} minutes d'attente au téléphone, [trop long|pénible]."],
};
