import { fold, languages, type Language } from './stem.js';

/** Words that carry grammar rather than meaning. */
const lists = {
  en: `a an the and or but if then than so as of at by for with about into onto from to in on off out up down over under again further once here there when where
    why how all any both each few more most other some such only own same too very just can could will would shall should may might must do does did doing done am is
    are was were be been being have has had having i me my mine myself we us our ours you your yours he him his she her hers it its they them their theirs this
    that these those what which who whom whose because while until during before after above below between through also even still yet ever always get gets got
    getting go goes going went gone make makes made take takes took say says said tell told let lets please thanks thank hi hello hey dear u ur im ive i'm i've i'd
    i'll it's that's there's we're we've you're you've they're they've let's what's don't didn't doesn't isn't wasn't aren't weren't won't wouldn't couldn't shouldn't
    hasn't haven't hadn't can't cannot ain't dont didnt doesnt isnt wasnt cant wont not no never nor none via per etc amp rt lol omg really much many lot lots thing things
    one two three day days week weeks month months year years hour hours minute minutes today yesterday tomorrow now time times since ago last next first back like
    want wanted wants need needs needed know knew think thought see seen saw come came keep kept give gave given put way something anything everything nothing someone
    anyone everyone people guy guys well oh ok okay yes yeah another every am pm`,
  es: `a al ante bajo con contra de del desde durante en entre hacia hasta para por según sin sobre tras y e o u pero mas si no ni que qué como cómo cuando cuándo donde
    dónde quien quién cual cuál cuyo el la los las un una unos unas lo le les me te se nos os mi mis tu tus su sus nuestro nuestra nuestros nuestras yo tú él ella ellos
    ellas usted ustedes nosotros vosotros este esta esto estos estas ese esa eso esos esas aquel aquella es son era eran fue fueron ser sido soy eres somos está están
    estaba estaban estoy estar he has ha hemos han había habían haber hay muy más menos mucho mucha muchos muchas poco poca todo toda todos todas otro otra otros otras ya
    aún todavía también tampoco solo sólo ahora hoy ayer mañana día días semana semanas mes meses año años hora horas vez veces uno dos tres hace hacer hizo hacen tiene
    tienen tengo tener tuve puede pueden puedo poder quiero quiere querer ir va van voy fui dar dan dice decir hola gracias favor porque pues así bien nada nunca jamás`,
  de: `aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis bist da dabei damit dann das dass daß dein deine dem den denn der des dessen die dies
    diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines er es etwas euch euer für gegen gewesen hab habe haben hat hatte hatten hier
    hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder jedes jetzt kann kein keine können könnte man mein meine meinem meinen
    meiner mich mir mit muss müssen nach nicht nichts noch nun nur ob oder ohne schon sehr sein seine seit sich sie sind so sollte soll über um und uns unser unsere
    unter viel viele vom von vor war waren warum was weil welche wenn wer werde werden wie wieder will wir wird wo wollte wurde wurden würde zu zum zur zwar zwischen
    tag tage tagen woche wochen monat monate jahr jahre stunde stunden minuten heute gestern morgen mal mehr immer nie hallo danke bitte gar ganz machen macht gemacht`,
  fr: `a à ai aie ait alors après au aucun aussi autre aux avaient avais avait avant avec avez avoir avons beaucoup bien c ça car ce ceci cela celle celui ces cet cette chez
    comme comment d dans de depuis des deux donc du elle elles en encore entre est et étaient étais était été être eu fait faire font fois il ils j je jusqu l la là le les
    leur leurs lui m ma mais me même mes moi mon n ne ni nos notre nous on ont ou où par parce pas pendant peu peut plus pour pourquoi qu quand que quel quelle qui quoi s
    sa sans se sera ses si son sont sous suis sur t ta te tes toi ton toujours tous tout toute toutes très trop tu un une va vais vers vos votre vous y jour jours semaine
    semaines mois an ans année heure heures minute minutes aujourd hui hier demain bonjour merci svp déjà jamais rien personne dit dire veux veut`,
  it: `al alla alle allo agli ai col con da dal dalla dalle dei del della delle dello degli di e ed fra gli il la le li lo nei nel nella nelle negli o od oppure però perché
    più poi quale quali quando quanto quello quella quelli quelle questo questa questi queste se sei si sia siamo siete solo sono stata stati state stato su sua sue sugli sui sul
    sulla sulle suo suoi tra tu tua tuo tuoi tutta tutte tutti tutto un una uno vi voi vostra vostro è era erano ero essere avere abbiamo aveva avevo avuto hai hanno ho ha che chi ci
    ciò cosa così dopo dove due ecco fa fare fatto già ieri oggi domani io lei loro lui ma mai me mi mia mie mio miei molto molta molti ne né nessuno nessuna niente noi non nostra nostro
    ogni ora ore giorno giorni settimana settimane mese mesi anno anni minuti volta volte ancora anche sempre qui quindi tre troppo va vado voglio vuole può posso ciao salve grazie prego
    dire detto qualcuno adesso senza contro mentre prima poco dell all nell sull dall quest quell`,
  pt: `ao aos à às com da das de dela dele deles depois desde dos e ela elas ele eles em entre era eram essa essas esse esses esta estas este estes está estão estava estavam estou eu
    foi foram fui há isso isto já lhe lhes mais mas meu meus minha minhas muito muita muitos na nas nem nos nós nossa nosso não num numa o os ou para pela pelas pelo pelos por porque
    quando quanto que quem se seja sem ser será seu seus são só sua suas também tem têm tenho teve tinha tu tua tudo um uma umas uns você vocês vou vai hoje ontem amanhã agora dia dias
    semana semanas mês meses ano anos hora horas minutos vez vezes ainda sempre nunca nada ninguém todo toda todos todas outro outra outros outras aqui ali lá onde como qual quais assim
    então pois até após sobre contra dois duas três faz fazer fez feito quero quer pode posso olá oi obrigado obrigada favor bom dizer disse tá pra pro né`,
} satisfies Record<Language, string>;

const sets = new Map(languages.map((it) => [it, new Set(lists[it].split(/\s+/).map((word) => fold(word, it)))]));

/** True for a folded word that carries no meaning of its own. */
export const isStopword = (folded: string, language: Language): boolean => sets.get(language)?.has(folded) ?? false;

const owners = new Map<string, number[]>();
for (const [language, words] of sets) for (const word of words) owners.set(word, [...(owners.get(word) ?? []), languages.indexOf(language)]);
const nobody: readonly number[] = [];

/** The scored languages that have this folded word in their grammar, by their place in `languages`. */
export const placesOfStopword = (folded: string): readonly number[] => owners.get(folded) ?? nobody;
