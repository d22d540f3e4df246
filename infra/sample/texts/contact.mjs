// How people add their contact data, by language; made-up values are filled in, and masking must find them. Bank accounts go with complaints.
export const contact = {
  en: ['You can reach me at {email}.', 'My number is {phone}.', 'Please refund to IBAN {iban}.', 'Write to {email} or call {phone}.', '{fullname}, {phone}', 'My account for the refund: {iban}, {fullname}.'],
  de: ['Sie erreichen mich unter {email}.', 'Meine Nummer ist {phone}.', 'Bitte auf IBAN {iban} überweisen.', 'Rückruf bitte unter {phone}, {fullname}.'],
  es: ['Mi correo es {email}.', 'Mi teléfono es {phone}.', 'El IBAN para el reembolso es {iban}.'],
  fr: ['Mon adresse est {email}.', 'Mon numéro est le {phone}.', "Voici l'IBAN pour le remboursement : {iban}."],
  pl: ['Mój e-mail to {email}.', 'Mój numer to {phone}.'],
};
