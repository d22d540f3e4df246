/** Spanish words of the default themes (see `Phrasebook` for the notation). */
export const themesEs = `
delivery 0.8: paquete, envío, entrega, entregar, repartidor, =mensajería, mensajero, =transportista, =transportistas, número de seguimiento, dirección equivocada
delivery 0.4: =pedido, =pedidos, ! .. llegado, ! .. llega, donde esta mi
punctuality 0.8: retraso, retrasado, demora, atrasado, llegó tarde, llega tarde, llegan tarde, llegaron tarde, llegado tarde, llegar tarde, llegué tarde, muy tarde, tan tarde, demasiado tarde, siempre tarde, días tarde, horas tarde, salió tarde, más tarde de lo, impuntual, con retraso, puntual, perdí .. conexión, perdí .. vuelo
punctuality 0.5: ! .. llegado, ! .. llega, ! .. llegó, sigo esperando
billing 0.8: =factura, =facturas, =facturan, =facturaron, =facturado, =facturación, cobro, cobraron, cobrado, cobrar, =recargo, =recargos, comisión, comisiones, =cargo, =cargos, me cargaron, me han cargado, pago, domiciliación, =recibo, =recibos
billing 0.5: pagar, pagado, tarjeta, transacción, transferencia, banco
refund 0.85: reembolso, reembolsar, devolución del dinero, devuelvan .. dinero, devolver .. dinero, indemnización, compensación
refund 0.4: mi dinero
checkout 0.8: carrito, cupón, código promocional, código de descuento, finalizar .. compra, tarjeta rechazada, vale de descuento, vale descuento, vale regalo, =vales
account 0.8: iniciar sesión, contraseña, mi cuenta, nombre de usuario, mi usuario, código de verificación, acceder, registrarme, bloqueada .. cuenta, inicio de sesión
account 0.5: mi cuenta, la cuenta, una cuenta, su cuenta, =cuentas, cuenta bancaria, suscripción, registro
quality 0.8: defectuoso, =roto, =rotos, =rota, =rotas, mala calidad, calidad, =dañado, =dañada, =dañados, =dañadas, =dañó, rayado, endeble, abollado, dejó de funcionar, averiado, se rompió, rompió, estropeado, pintura
quality 0.5: ! .. funciona, material, =producto, =productos
usability 0.8: confuso, complicado, difícil de usar, fácil de usar, instrucciones, manual, intuitivo, ! .. encuentro
usability 0.5: menú, diseño, botón, página, web
performance 0.85: =lento, =lentos, =lentísimo, =lenta, =lentas, =lentísima, lentitud, tarda mucho, tardan mucho, tarda en cargar, tarda en abrir, tarda demasiado, tarda siglos, tarda una eternidad, =cargar, =carga, =cargan, =cargando
reliability 0.85: se cierra, se bloquea, se cuelga, fallo, falla, error, errores, caída, se cae, ! .. abre, ! .. carga
reliability 0.4: =aplicación, =aplicaciones, actualización
connectivity 0.85: wifi, internet, =señal, cobertura, conexión, fibra
staff 0.85: grosero, grosera, maleducado, maleducada, antipático, =borde, =bordes, desagradable, prepotente, mala educación, amable, simpático, profesional, gritó, =trato
staff 0.55: personal, empleado, empleada, agente, camarero, dependiente, técnico, =encargado, =encargada, =encargados, azafata, tripulación, recepcionista
support 0.8: atención al cliente, servicio al cliente, =soporte, servicio técnico, mal servicio, pésimo servicio, ! .. solución, ! .. solucionan
support 0.5: servicio, atención, ayuda, ! .. ayudan, reclamación, queja
wait_time 0.85: en espera, tiempo de espera, =cola, =colas, fila, colgaron, me cuelgan, horas esperando, llevo .. esperando, =espera
wait_time 0.5: =esperando, =esperar, =esperé, =esperamos, hacen esperar, teléfono, llamada, =llamo, =llamé, =llamado, =llamar
communication 0.8: ! .. contestan, ! .. responden, ! .. respuesta, sin respuesta, ! .. contestado, ! .. avisaron, ! .. avisan, ! .. informan, ! .. informado, sin avisar, falta de información, nadie .. dice, nadie .. avisó, nadie .. contesta, ignoran
communication 0.5: información, respuesta, correo, aviso, mensaje, avisar
availability 0.85: =agotado, =agotada, =agotados, =agotadas, sin stock, no disponible, ! .. stock, ! .. disponible, =existencias, disponibilidad
price 0.85: precio, precios, =caro, =caros, =cara, =caras, =carísima, =carísimos, carísimo, barato, costoso, relación calidad precio, tarifa
price 0.45: oferta, descuento, dinero, vale la pena
returns 0.85: devolución, devolver, devuelto, cambio de talla, artículo equivocado, producto equivocado, talla equivocada, pedido equivocado, garantía, cambiar .. talla, reemplazo
safety 0.85: peligroso, =inseguro, =insegura, =inseguros, =seguridad, quemadura, quemé, quemó, incendio, =humo, lesión, =herido, =herida, =heridos, =heridas, descarga eléctrica, alergia
booking 0.85: reserva, reservar, reservación, reservado, itinerario, cita, tarjeta de embarque, facturar .. maleta, facturar .. equipaje, mostrador de facturación, cambiar .. vuelo
booking 0.5: billete, boleto, =entrada, =entradas, vuelo
luggage 0.9: equipaje, maleta, maletas, valija
cleanliness 0.85: sucio, sucia, suciedad, mugre, asqueroso, cucaracha, olor, huele, higiene, limpieza, manchado
cleanliness 0.5: limpio, baño
comfort 0.8: incómodo, cómodo, asiento, ruido, ruidoso, colchón, aire acondicionado, estrecho, calefacción
comfort 0.4: habitación, =cama, =camas
food 0.85: =comida, =comidas, =plato, =platos, cena, desayuno, almuerzo, =bebida, =bebidas, sabor, café, crudo
privacy 0.85: privacidad, datos personales, mis datos, spam, filtración, sin mi consentimiento, publicidad no deseada
cancellation 0.85: cancelación, cancelado, cancelaron, cancelar, cancelada, anular, anulación, darme de baja, dar de baja
rewards 0.85: mis puntos, puntos de fidelidad, programa de puntos, acumular .. puntos, canjear .. puntos, tarjeta de puntos, =millas, recompensa, =fidelidad, membresía, socio
fraud 0.9: fraude, estafa, estafadores, estafado, timo, robo, robaron, hackeado, suplantación, no autorizado, falso
reporting_errors 0.9: informe de crédito, historial crediticio, información incorrecta, datos incorrectos, buró de crédito
debt_collection 0.9: deuda, deudas, cobrador, morosos, =embargaron, =embargar, =embargado, embargo judicial, embargo de nómina, embargo de cuenta, agencia de cobro
loan 0.9: préstamo, hipoteca, tipo de interés, prestamista, financiación
`;
