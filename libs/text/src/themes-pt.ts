/** Portuguese words of the default themes (see `Phrasebook` for the notation). */
export const themesPt = `
delivery 0.8: encomenda, encomendas, pacote, entrega, entregar, entregue, entregador, estafeta, envio, enviado, transportadora, carteiro, correios, código de rastreio, rastreamento, morada errada, endereço errado
delivery 0.4: pedido, ! .. chegou, ! .. recebi, onde está o meu, onde está a minha, cadê meu
punctuality 0.8: atraso, atrasos, atrasado, atrasada, pontual, pontualidade, perdi a ligação, perdi a conexão, demasiado tarde, tarde demais
punctuality 0.5: ! .. chegou, ainda à espera, ainda esperando
billing 0.8: fatura, faturação, faturamento, conta de luz, cobrança, cobrado, cobraram, boleto, débito, taxa, taxas, pagamento, mensalidade
billing 0.5: pagar, paguei, pago, cartão, transação, transferência, pix, banco
refund 0.85: reembolso, reembolsar, reembolsado, estorno, estornar, estornado, indemnização, indenização, ressarcimento
refund 0.4: meu dinheiro, dinheiro de volta
checkout 0.8: carrinho, cupom, cupão, código promocional, código de desconto, cartão recusado, finalizar .. compra, finalizar .. pedido
account 0.8: entrar na conta, iniciar sessão, login, senha, palavra passe, minha conta, nome de utilizador, nome de usuário, código de verificação, cadastro, registo, conta bloqueada
account 0.5: =conta, =contas, assinatura, perfil
quality 0.8: defeituoso, defeituosa, defeito, quebrado, quebrada, =partido, =partidos, qualidade, danificado, danificada, riscado, frágil, estragado, =avariado, =avariada, má qualidade
quality 0.5: ! .. funciona, produto, material, parou de funcionar
usability 0.8: complicado, confuso, confusa, difícil de usar, fácil de usar, instruções, intuitivo, intuitiva, manual, ! .. encontro
usability 0.5: menu, botão, site, interface
performance 0.85: lento, lenta, lentidão, =carregamento, =carrega, =carregar, =carregando, demora a abrir
reliability 0.85: trava, travando, travou, bloqueia, bug, bugs, =erro, =erros, mensagem de erro, fecha sozinho, avaria, ! .. abre, fora do ar
reliability 0.4: aplicativo, aplicação, atualização
connectivity 0.85: wifi, internet, rede, conexão, =sinal, fibra, cobertura
staff 0.85: mal educado, mal educada, mal educados, grosseiro, grosseira, grosseiros, rude, arrogante, simpático, simpática, simpáticos, gentil, educado, educados, atencioso, atenciosos, incompetente, incompetentes
staff 0.55: funcionário, funcionária, funcionários, empregado, atendente, agente, garçom, vendedor, vendedora, técnico, hospedeira, tripulação, gerente, =equipe, =equipes, =equipa, =equipas
support 0.8: atendimento ao cliente, apoio ao cliente, serviço de apoio, =suporte, =assistência, =sac, central de atendimento, péssimo atendimento, mau atendimento
support 0.5: atendimento, serviço, ajuda, ! .. ajudou, reclamação, solução
wait_time 0.85: tempo de espera, =fila, =filas, horas de espera, horas ao telefone, desligaram, =espera
wait_time 0.5: =esperar, =esperei, =esperamos, =esperando, espero há, espero desde, telefone, =ligação, =ligações, liguei
communication 0.8: nenhuma resposta, sem resposta, ! .. responde, ! .. respondem, ! .. respondeu, ! .. responderam, ninguém .. responde, ninguém .. atende, ! .. avisaram, ! .. informaram, nenhuma informação, nenhuma notícia, ! .. explicação, sem retorno
communication 0.5: resposta, informação, informações, email, mensagem, notícias, avisar, =retorno
availability 0.85: esgotado, esgotada, indisponível, ! .. disponível, disponibilidade, sem stock, sem estoque, ! .. estoque
price 0.85: preço, preços, =caro, =caros, =cara, =caras, dispendioso, tarifa, custo benefício, barato, custa
price 0.45: promoção, desconto, dinheiro
returns 0.85: devolução, devolver, devolvi, troca, trocar, artigo errado, produto errado, tamanho errado, pedido errado, encomenda errada, garantia, substituição
safety 0.85: perigoso, perigosa, =segurança, queimado, queimadura, =ferido, =ferida, =feridos, =fumo, fumaça, incêndio, fogo, choque elétrico, alergia
booking 0.85: reserva, reservar, reservado, reservei, marcação, agendamento, cartão de embarque, check in
booking 0.5: bilhete, passagem, voo
luggage 0.9: bagagem, bagagens, =mala, =malas
cleanliness 0.85: sujo, suja, sujeira, sujidade, imundo, cheiro, higiene, limpeza, mofo, bolor, manchado
cleanliness 0.5: limpo, limpa, banheiro
comfort 0.8: desconfortável, confortável, assento, assentos, poltrona, barulho, barulhento, colchão, ar condicionado, aquecimento, =apertado, =apertada
comfort 0.4: =quarto, =quartos, =cama, =camas
food 0.85: =comida, =comidas, refeição, prato, jantar, almoço, =bebida, =bebidas, sabor, café, cozinha
privacy 0.85: privacidade, dados pessoais, meus dados, spam, rgpd, lgpd, telemarketing, sem o meu consentimento, fuga de dados, vazamento de dados
cancellation 0.85: cancelamento, cancelado, cancelar, cancelada, cancelaram, anular, rescindir, rescisão
rewards 0.85: meus pontos, pontos de fidelidade, acumular .. pontos, programa de pontos, resgatar .. pontos, =milhas, fidelidade, recompensa, programa de fidelidade
fraud 0.9: fraude, burla, burlado, burlões, golpe, golpistas, invadida, hackeado, roubado, roubada, falsificado, roubo de identidade, clonado, clonaram
reporting_errors 0.9: informações erradas, dados errados, serasa, nome sujo, =negativado, =negativada
debt_collection 0.9: dívida, dívidas, =cobrador, =cobradores, inadimplência, credor
loan 0.9: empréstimo, hipoteca, financiamento, taxa de juro, taxa de juros, crédito habitação
`;
