// What customers say in Spanish: the same kinds as the English files.
export const praise = {
  delivery: ['[Entrega|Envío] [muy rápida|puntual|perfecta], [muchas gracias|estoy encantada|genial].', 'El repartidor fue [muy amable|encantador] y subió todo [al segundo piso|hasta la puerta].', 'Llegó [un día antes|a la hora prometida] y [bien embalado|en perfecto estado], [excelente|gracias].'],
  product: ['{model} es [precioso|de muy buena calidad|comodísimo], [muy contentos|lo recomiendo].', '[Excelente|Muy buena] calidad, {model} [queda perfecto|es bonito y fuerte].', 'Estoy [encantado|muy satisfecha] con {model}, [volvería a comprarlo|cinco estrellas].'],
  app: ['La aplicación es [fácil y rápida|estupenda|muy clara], [me encanta|gracias].'],
  checkout: ['Pagar fue [rápido y fácil|muy sencillo], [perfecto|genial].'],
  returns: ['La devolución fue [fácil|rápida], [gracias|muy buen servicio].'],
  store: ['Muy buena atención en la tienda, [gracias a {name}|personal encantador].', 'Bonita tienda, [volveremos|me gustó mucho].'],
  'support-chat': ['En el chat me ayudaron [enseguida|con mucha amabilidad], [gracias {name}|excelente].'],
  'support-phone': ['Llamada [muy agradable|excelente], {name} lo [resolvió todo|explicó muy bien].'],
};
export const cheers = ['[Todo|Todo ha sido] [perfecto|genial|estupendo], [gracias|volveré|recomendado].', '[Muy|Totalmente] [satisfecho|contenta], [buena tienda|excelente servicio].'];
export const praiseTails = ['', '', '', 'Saludos desde {city}.', 'Hasta pronto.', 'Pedido {order}.'];
export const remarks = {
  delivery: ['¿Pueden entregar {order} [el sábado|en mi oficina|a un vecino]?', '¿Envían también a [Portugal|Canarias|Andorra]?'],
  product: ['¿Tienen {model} en [verde|roble|otro tamaño]?', '¿Cuáles son las medidas de {model}?', 'Compré {model} para [mi hija|la oficina], todavía está en la caja.'],
  app: ['¿Dónde cambio [el idioma|la tienda] en la aplicación?'],
  checkout: ['¿Aceptan [dos vales|tarjeta regalo] al pagar?'],
  billing: ['Necesito la factura de {order} [a nombre de mi empresa|en PDF].'],
  returns: ['¿Cuántos días tengo para devolver {model}?'],
  store: ['¿A qué hora abre la tienda de {city} el [sábado|domingo]?'],
  'support-phone': ['Llamé el [lunes|jueves] por el pedido {order}.'],
};
export const remarkTails = ['', '', '', 'Gracias.', 'Un saludo, {name}', 'No hay prisa.'];
export const complaints = [
  { touchpoint: 'delivery', about: 'late', texts: ['El paquete llegó {days} días tarde, [mala|pésima] experiencia.'] },
  { touchpoint: 'website', about: 'slow', texts: ['La página es [lentísima|muy lenta], [fatal|qué mal].'] },
  { touchpoint: 'app', about: 'logged out', texts: ['La aplicación me pide la contraseña cada día, [qué molesto|fatal].'] },
  { touchpoint: 'billing', about: 'charged twice', texts: ['Me cobraron dos veces, [inaceptable|muy mal].'] },
  { touchpoint: 'returns', about: 'refund slow', texts: ['Llevo {days} semanas esperando el reembolso, [vergonzoso|muy decepcionado].'] },
  { touchpoint: 'product', about: 'colour', texts: ['{model} no tiene el color de la foto, [feo|decepcionada].'] },
  { touchpoint: 'product', about: 'parts missing', texts: ['Faltan tornillos en {model}, [mala calidad|qué desastre].'] },
  { touchpoint: 'store', about: 'staff', texts: ['El personal de la tienda fue [antipático|maleducado], mal servicio.'] },
  { touchpoint: 'checkout', about: 'payment refused', texts: ['Mi tarjeta fue rechazada sin motivo, [fatal|mal].'] },
  { touchpoint: 'loyalty', about: 'points', texts: ['Mis puntos caducaron sin aviso, [injusto|decepcionante].'] },
];
export const complaintTails = ['', '', '', 'Pedido {order}.', 'Espero una respuesta.', 'Antes era mejor.'];
export const events = {
  outage: ['[Mi paquete|Mi pedido] no [ha llegado|llegó] [hoy|ayer] y [nadie sabe nada|el seguimiento está parado], [inaceptable|pésimo].', '¿Dónde está [mi paquete|mi entrega]? [Sigue|Está] parado en el almacén [desde ayer|dos días], [fatal|terrible].', 'Esperé todo el día la entrega y [no vino nadie|no llegó], [muy mal|vergonzoso].'],
  release: ['Desde la actualización la aplicación [se cierra sola|se bloquea], [horrible|inútil].', 'La versión 5.3.0 [no funciona|falla siempre], la aplicación se cierra. [Muy mal|Terrible].'],
  lot: ['La pata de la silla Aria [se rompió|se partió] [a los dos días|al sentarme], [peligroso|mala calidad].'],
  rude: ['El agente del chat de la noche fue [maleducado|grosero|antipático], [muy mal trato|inaceptable].'],
  wait: ['{minutes} minutos de espera al teléfono, [demasiado|muy mal].'],
};
