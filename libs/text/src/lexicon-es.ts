/** Spanish words that weigh in, beside the Spanish AFINN; see `lexicon-en.ts` for the notation. */
export const lexiconEs = `
v0: no, cargo, número, banco, claro, gran, tarde, mejorar, solo, demanda, buscar, gratis, paro
v1: bien, limpio, rápido, funciona, decente, correcto
v2: fácil, amable, útil, puntual, cómodo, bueno, buena, buen, buenos, buenas, recomiendo, recomendable, gracias, satisfecho, satisfecha, contento, contenta, bonito, gusta, gustó, gustado, gustan, agradable, mejor, profesional, resuelto, solucionado, simpático, rico, eficiente, atento, agradezco, feliz, alegría
v3: genial, excelente, perfecto, perfecta, encanta, encantó, encantado, encantada, fantástico, fantástica, maravilloso, maravillosa, estupendo, estupenda, increíble, espectacular, impecable, de lujo, inmejorable, amo, adoro, magnífico, enamorado, fenomenal, excelentes, mil gracias, maravilla, lo mejor
v1.5: sin problema, sin problemas, ningún problema, no está mal, nada mal, sin incidencias
v2 s1: problema resuelto, problema está resuelto, problema fue resuelto, problema solucionado, problema está solucionado, resolvieron el problema, resolvieron mi problema, solucionaron el problema, solucionaron mi problema, reembolso rápido, reembolso fue rápido, reembolso llegó rápido, ya no se cierra, ya no se cuelga, ya no falla, ya no se bloquea
v-1: caro, cara, largo, frío, fría, tarda, problema, problemas, regular, flojo, aburrido, ruido, complicado, tarde, espera, raro, triste, pena, lástima, duda
v-2: malo, mala, mal, lento, lenta, roto, rota, sucio, sucia, defectuoso, dañado, grosero, grosera, maleducado, antipático, retraso, retrasado, equivocado, error, fallo, falla, perdido, perdieron, cancelado, cancelaron, incómodo, inútil, decepción, decepcionado, decepcionada, decepcionante, decepciona, molesto, deficiente, cobraron, carísimo, confuso, queja, desagradable, borde, ignoran, ruidoso, averiado, incompetente, deja mucho que desear, engaño, enfadado, enojado, rompió, estropeado, falta de, agotado, fraude, odio, feo, fea, miedo, cansado, harta, harto
v-3: pésimo, pésima, horrible, terrible, fatal, peor, asco, asqueroso, vergüenza, vergonzoso, estafa, estafadores, basura, mierda, inaceptable, indignante, ridículo, lamentable, odio, espantoso, desastre, ladrones, robo, timo, nefasto, nefasta, puta, joder, asquerosa, malísimo, horroroso
v-1.5: ! .. gusta, ! .. gustó, ! .. gustado, ! .. recomiendo, ! .. contento, ! .. contenta, ! .. vale la pena, ! .. sirve, por qué no, ya no
v-2 p0.85: ! .. llegado, ! .. llega, ! .. llegó, ! .. recibido, ! .. recibo, ! .. entregado, ! .. funciona, ! .. funcionan, ! .. abre, ! .. carga, ! .. puedo, ! .. contestan, ! .. responden, ! .. contestado, ! .. respondido, ! .. respuesta, sin respuesta, dejó de funcionar, se cierra, se bloquea, se cuelga, se rompió, cobrado dos veces, cobraron dos veces, cobro doble, cobraron de más, me colgaron, ! .. solución, ! .. ayudan, ! .. devuelven, ! .. devuelto, artículo equivocado, talla equivocada, producto equivocado, pedido equivocado, nadie .. responde, nadie .. contesta, nunca más
v-1.5 p0.85 f0.3: sigo esperando, sigo sin, todavía no, aún no, dónde está mi, dónde están mis, donde esta mi, llevo .. esperando, seguimos esperando, todavía estoy esperando, aún espero, aún estoy esperando
p0.8: retraso, retrasado, roto, rota, defectuoso, dañado, perdido, perdieron, error, fallo, falla, equivocado, incorrecto, cancelado, cancelaron, sucio, sucia, grosero, grosera, maleducado, fraude, estafa, robo, pésimo, horrible, peor, queja, reclamación, averiado, peligroso, lento, lenta, decepción, decepcionado, tarde, falta, inaceptable, estropeado, incompetente, desastre, malo, mala, caro, incómodo
p0.5: problema, problemas, reembolso, espera, esperando, molesto
f0.7: inaceptable, harto, harta, indignante, vergüenza, nunca más, furioso, furiosa, ridículo, es una broma, tomadura de pelo, desesperado, mierda, joder, puta, pésimo, lamentable, increíble que, denuncia, denunciar, abogado, peor, estoy cansado, estoy cansada, basta, hasta las narices, qué asco
f0.45: otra vez, de nuevo, por tercera vez, por segunda vez, tercera vez, varias veces, muchas veces, # veces, una y otra vez, desde hace semanas, desde hace meses, # semanas, # horas, sigo esperando, ya lo dije, ya he dicho, siempre lo mismo, todavía no, ya te dije, ya os dije
f0.3: molesto, enfadado, enojado, decepcionado, decepción, odio, siempre, no ayuda, no me ayuda, no entiendes
u0.8: urgente, urgentemente, emergencia, inmediatamente, ya mismo, ahora mismo, cuanto antes, lo antes posible, de inmediato, peligroso, incendio, hospital
u0.5: hoy, mañana, esta noche, esta tarde, necesito .. para, rápido, antes del, boda, medicamento
h0.9: hablar con una persona, hablar con alguien, hablar con un agente, hablar con un humano, persona real, agente humano, quiero un humano, un ser humano, hablar con un supervisor, hablar con el encargado, pasarme con, páseme con, hablar con un representante, atienda una persona, agente por favor, humano por favor, hablar con un responsable, no un robot, no un bot
x1.3: muy, súper, super, tan, demasiado, totalmente, absolutamente, extremadamente, realmente, bastante, verdaderamente, increíblemente, más
x0.6: un poco, algo, ligeramente, casi, apenas
v-3 p0.9 u0.6: trozo de vidrio, trozo de cristal, trozos de cristal, vidrio en, cristales en, se incendió, prendió fuego, en llamas, explotó, intoxicación, intoxicado, descarga eléctrica, me robaron, me quemé, me corté, un cuerpo extraño
v-2 p0.85: sin internet, sin conexión, sin señal, sin cobertura, sin servicio
s1: no me puedo quejar, no puedo quejarme, no tengo queja, ninguna queja
v-0.5: sería bueno, sería genial, sería útil, sería ideal, sería perfecto, sería bonito, estaría bien, estaría genial, estaría bueno
`;
