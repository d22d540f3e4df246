/** Spanish words that mean the same problem or thing; see `concepts-en.ts` for the notation. */
export const conceptsEs = `
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
`;
