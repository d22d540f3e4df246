/** Portuguese words that mean the same problem or thing; see `concepts-en.ts` for the notation. */
export const conceptsPt = `
late: tarde, atraso, atrasado, demora, ! .. chegou, ! .. chega, ! .. recebi, ! .. entregue, ! .. entregaram, ainda esperando, ainda à espera, onde está o meu, cadê meu
parcel: pacote, encomenda, pedido, envio, entrega, entregar, artigo, caixa
courier: entregador, estafeta, transportadora, carteiro, motorista
lost: perdido, perderam, extraviado, desaparecido, sumiu
damaged: danificado, quebrado, partido, riscado, amassado, rasgado
defective: defeituoso, defeito, avariado, ! .. funciona, parou de funcionar
wrong_item: artigo errado, produto errado, tamanho errado, pedido errado, encomenda errada
refund: reembolso, reembolsar, estorno, meu dinheiro, dinheiro de volta
return: devolução, devolver, troca
cancel: cancelar, cancelado, cancelamento, anular
rude: mal educado, grosseiro, rude, arrogante, antipático
helpless: inútil, ! .. ajudam, ! .. ajudou, ! .. ajuda
support: atendimento ao cliente, apoio ao cliente, suporte, sac, atendimento
wait: espera, esperando, esperar, fila, desligaram
answer: ! .. respondem, ! .. responde, ! .. respondeu, sem resposta, nenhuma resposta, ! .. atende
luggage: bagagem, mala
flight: voo, avião
booking: reserva, reservar, agendamento
seat: assento, poltrona
staff: funcionário, atendente, empregado, agente, garçom, vendedor, técnico
app: app, aplicativo, aplicação, atualização
crash: trava, travou, fecha sozinho, erro, bug
slow: lento, lenta
login: login, senha, palavra passe, iniciar sessão, código de verificação
payment: pagamento, pagar, pago, transação
overcharged: cobrado duas vezes, cobraram duas vezes, cobrança indevida, cobrança duplicada
fee: taxa, tarifa, comissão
bill: fatura, boleto
price: preço, caro
card: cartão
checkout: carrinho, cupom, cupão, código de desconto
quality: qualidade, má qualidade
stock: esgotado, indisponível, sem estoque, sem stock
dirty: sujo, imundo, nojento
clean: limpo, limpeza
food: comida, prato, refeição, jantar, almoço
cold: frio, fria
website: site, página
email: email, mensagem
phone: telefone, ligar, ligação
account: conta, perfil
privacy: privacidade, dados pessoais
safety: perigoso, queimado, queimadura, fumaça, fumo, incêndio
debt: dívida, cobrador
mortgage: hipoteca
loan: empréstimo
fraud: fraude, golpe, burla
wrong: errado, incorreto
subscription: assinatura, subscrição
points: pontos, milhas
wifi: wifi, internet, conexão
instructions: instruções, manual, complicado
store: loja, filial
noise: barulho, ruído
smell: cheiro, fede
`;
