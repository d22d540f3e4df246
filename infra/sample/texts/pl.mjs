// A little Polish: a language without a model, which the platform must mark as unscored and never guess.
export const praise = {
  delivery: ['Dostawa [bardzo szybka|na czas], [dziękuję|polecam].', 'Kurier był [bardzo miły|uprzejmy] i pomógł wnieść paczkę.'],
  product: ['{model} jest [piękny|bardzo solidny], [jestem zadowolona|polecam].', 'Świetna jakość, {model} pasuje do salonu.'],
  store: ['Miła obsługa w sklepie, [dziękuję|wrócę].'],
  app: ['Aplikacja jest [wygodna|szybka i prosta].'],
};
export const cheers = ['Wszystko [w porządku|super|świetnie], [dziękuję|polecam].'];
export const praiseTails = ['', '', 'Pozdrawiam z {city}.', 'Zamówienie {order}.'];
export const remarks = {
  delivery: ['Czy możecie dostarczyć {order} [w sobotę|do biura]?', 'Czy wysyłacie też do [Czech|Niemiec]?'],
  product: ['Jakie są wymiary {model}?', 'Czy {model} jest też w kolorze [zielonym|szarym]?'],
  billing: ['Proszę o fakturę do {order}.'],
};
export const remarkTails = ['', '', 'Dziękuję.', 'Pozdrawiam, {name}'];
export const complaints = [
  { touchpoint: 'delivery', about: 'late', texts: ['Paczka przyszła {days} dni za późno, [słabo|jestem rozczarowany].'] },
  { touchpoint: 'product', about: 'scratches', texts: ['{model} przyszedł porysowany, [słaba jakość|szkoda].'] },
  { touchpoint: 'returns', about: 'refund slow', texts: ['Od {days} tygodni czekam na zwrot pieniędzy.'] },
];
export const complaintTails = ['', '', 'Proszę o odpowiedź.'];
export const events = {};
