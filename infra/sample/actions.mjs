// What the pods of the sample do about the planted events: `event` names the issue by what was planted, `at` is the sample's time.
// `text` of a resolve is the answer that every customer behind the issue gets. The drift stays open: nobody has found its cause yet.

export const actions = [
  { event: 'app-release-5.3.0', at: '2026-01-19T13:10:00Z', action: 'acknowledge', by: 'Priya Pryce' },
  { event: 'app-release-5.3.0', at: '2026-01-19T15:40:00Z', action: 'comment', by: 'Tom Ashby', text: 'Every crash is on 5.3.0, none on 5.2.0. The basket reads a price that old carts do not have.' },
  { event: 'app-release-5.3.0', at: '2026-01-26T10:30:00Z', action: 'resolve', by: 'Priya Pryce', text: 'You told us that our app crashed after the update. Version 5.3.1 is out and mends it; your basket and your lists are all still there. Thank you for telling us.' },
  { event: 'delivery-outage', at: '2026-02-03T10:05:00Z', action: 'acknowledge', by: 'Nora Lund' },
  { event: 'delivery-outage', at: '2026-02-03T11:30:00Z', action: 'comment', by: 'Nora Lund', text: 'The sorting belt at the north depot is down. Spare drive ordered; vans are being loaded by hand in the south.' },
  { event: 'delivery-outage', at: '2026-02-06T09:00:00Z', action: 'resolve', by: 'Jonas Keller', text: 'You told us that your parcel did not arrive. Our sorting depot stood still for three days; since this morning it runs again, and every parcel that waited is on its way. The delivery is free of charge.' },
  { event: 'rude-handover', at: '2026-02-17T08:20:00Z', action: 'acknowledge', by: 'Claire Duval' },
  { event: 'rude-handover', at: '2026-02-24T14:00:00Z', action: 'comment', by: 'Claire Duval', text: 'All of it is after 17:00, in the chats of the new partner. Their agents never had our training.' },
  { event: 'rude-handover', at: '2026-03-02T09:15:00Z', action: 'resolve', by: 'Claire Duval', text: 'You told us that our evening chat treated you badly. We are sorry. Our own team answers in the evening again.' },
  { event: 'bad-lot-aria', at: '2026-03-02T14:45:00Z', action: 'acknowledge', by: 'Olek Novak' },
  { event: 'bad-lot-aria', at: '2026-03-03T09:30:00Z', action: 'comment', by: 'Ruth Stein', text: 'Lot NM-2609 only. The welds were made without preheating. Sale of the lot is stopped.' },
  { event: 'bad-lot-aria', at: '2026-03-16T08:00:00Z', action: 'resolve', by: 'Olek Novak', text: 'You told us that the leg of your Aria chair broke. We have taken the faulty lot off sale and send you a new, tested chair; please do not use the old one.' },
  { event: 'phone-wait-drift', at: '2026-02-24T09:00:00Z', action: 'acknowledge', by: 'Maya Vidal' },
];
