/** English words that mean the same problem or thing; one concept a line: its id, then phrases (see `Phrasebook`), separated by commas. */
export const conceptsEn = `
late: late, delay, overdue, behind schedule, ! .. arrive, ! .. come, ! .. here yet, ! .. delivered, ! .. receive, still waiting for, where is my, ! .. showed up, ! .. turned up, on time, took forever
parcel: parcel, package, shipment, order, delivery, deliver, item, box
courier: courier, driver, postman, mailman, delivery man, delivery guy
lost: lost, lose, missing, misplaced, disappeared, vanished
damaged: damaged, broken, broke, smashed, crushed, dented, cracked, torn, scratched, shattered, in pieces, bent
defective: defective, faulty, defect, stopped working, ! .. work, malfunction, dead on arrival
wrong_item: wrong item, wrong size, wrong product, wrong order, wrong color, not what i ordered, incorrect item
refund: refund, reimburse, money back, repay, my money
return: return, send back, exchange
cancel: cancel, cancelled, cancellation, cancelling, canceled, call off
rude: rude, unfriendly, impolite, disrespectful, arrogant, yelled, attitude, nasty, condescending, unprofessional, dismissive
helpless: unhelpful, useless, ! .. help, no help
support: customer service, support, helpline, help desk, call center, call centre, cs, custserv, hotline
wait: on hold, hold, wait, queue, waiting, hang up, hung up, disconnected
answer: no answer, no response, no reply, ! .. answer, ! .. respond, ! .. reply, ! .. call back, ! .. hear back, ignored, unanswered, no one answers
luggage: luggage, bag, baggage, suitcase, carry on
flight: flight, flt, plane, aircraft
booking: booking, book, reservation, reserve, itinerary, rebook, reschedule
seat: seat, seating, legroom, upgrade
staff: staff, employee, agent, crew, attendant, representative, rep, waiter, clerk, cashier, nurse, technician
app: app, application, update, latest version, new version
crash: crash, freeze, frozen, hang, force close, shuts down, closes itself, bug, glitch, error
slow: slow, lag, laggy, takes forever, loading, sluggish
login: login, log in, sign in, logged out, password, locked out, verification code
payment: payment, pay, paid, transaction
overcharged: overcharge, charged twice, double charge, charged .. twice, billed twice, hidden fee, wrong amount, unauthorized charge
fee: fee, charge, surcharge
bill: bill, invoice, statement
price: price, expensive, overpriced, cost, costly
card: card, credit card, debit card
checkout: checkout, cart, basket, voucher, coupon, promo code, discount code
quality: quality, poor quality, flimsy, cheap, cheaply made, falls apart, fell apart, came apart
stock: out of stock, sold out, unavailable, back order
dirty: dirty, filthy, unclean, stains, hair, disgusting, mold
clean: clean, cleaning
food: food, meal, dish, lunch, dinner, breakfast
cold: cold, lukewarm
website: website, site, web page, page
email: email, mail, newsletter, message, sms
phone: phone, call, telephone
account: account, profile
privacy: privacy, personal data, data breach, leaked
safety: safety, unsafe, dangerous, hazard, injured, burn, burned, electric shock, overheats, fire, smoke
credit_report: credit report, credit bureau, credit file, credit score
debt: debt, collector, collection, owe
mortgage: mortgage, foreclosure, escrow
loan: loan, lender, refinance
fraud: fraud, scam, scammed, fraudulent, identity theft, stolen identity, hacked
wrong: incorrect, wrong, inaccurate, mistake, false, not mine
subscription: subscription, membership, renewal, auto renew
points: points, miles, rewards, loyalty
wifi: wifi, internet, connection, signal
instructions: instructions, manual, confusing, complicated
store: store, shop, branch
noise: noise, noisy, loud
smell: smell, stink, odor
`;
