// Neither praise nor complaint: questions, facts and wishes, in English, by touchpoint.
export const remarks = {
  delivery: [
    '[Could you|Can you|Is it possible to] deliver [the {product}|order {order}] [on a Saturday|to my office|to a neighbour in {city}]?',
    '[I will be|We are] away until [Monday|the 12th|next week], please [deliver after that|bring it then].',
    'Do you [also ship|deliver] to [the islands|Ireland|Portugal|Denmark]?',
    'Delivered [this morning|at noon|on Tuesday], [signed by my neighbour|left with reception], as agreed.',
    'My address has changed to {city}, order {order}.',
  ],
  product: [
    'Is the {product} also available in [green|oak|a larger size|grey]?',
    'What are the [exact measurements|care instructions|weight limits] of the {product}?',
    'The {product} is [as described|an ordinary one|what I expected for {price} euros].',
    'The {product} [took|needs] [a bit of|some] space, [we put it in the hall|it stands in the office now].',
    'Bought the {product} for [my daughter|the office|a friend], she [has not unpacked it yet|will tell me].',
    'Does the {product} go with dark floors?',
  ],
  app: [
    'Will there be [a tablet version|a widget|a version for my watch|a Dutch version] of the app?',
    'Where in the app can I [change my store|see my vouchers|switch the language]?',
    'I [use|open] the app [once a month|mostly for lists|in the store].',
    'Version {version} on my phone, [just installed|on Wi-Fi].',
  ],
  website: [
    'Where on the website do I find [the outlet|the spring catalogue|business prices]?',
    'It would be nice to [filter by height|sort by delivery date|see the weight] on the site.',
    'Do you plan a [blog|newsletter for gardens|page about materials]?',
  ],
  checkout: [
    'Do you take [gift cards|bank transfer|two vouchers at once] at checkout?',
    'I paid [by card|with my phone|by invoice], order {order}.',
    'Can I [add a note|choose another address|split the order] at checkout?',
  ],
  billing: ['Please [send|put] the invoice of {order} [to my company|with our VAT number|as PDF].', 'Which day is the [second|next] instalment taken?', 'Could I pay the {product} in [six|twelve] months?'],
  returns: ['How long [is the return period|can I keep the {product} before deciding]?', 'I would like to exchange the {product} for [the grey one|a smaller one|the oak version].', 'Sent {order} back [on Monday|today|yesterday], number is on the label.', 'Can I return the {product} in the {city} store?'],
  store: ['When does the {city} store open on [Sunday|Good Friday|Saturday]?', 'Is there [parking|a lift|a café] in {city}?', 'Went to the {city} store [for the {product}|with my kids|on Saturday], [took a catalogue|looked around].', 'Do you keep the {product} in {city}?'],
  'support-chat': ['Asked about [the {product}|order {order}|my voucher], got an answer.', 'The chat [opened|was there] after I [logged in|chose a topic].', 'I [asked for|received] a copy of the chat by mail.'],
  'support-phone': ['Called to [change the date|ask for a spare key|order a catalogue], it was noted.', 'I called on [Monday|Thursday] about {order}.', 'Wanted to know the opening hours in {city}, they told me.'],
  account: ['How do I change [my address|my name|the language] in my account?', 'Can two people share one account?', 'Please merge my two accounts, the newer one is for {order}.'],
  assembly: ['Can I book assembly for the {product} [later|in May|on a weekend]?', 'How many people does it take to build the {product}?', 'Fitters are coming on [Tuesday|the 3rd|Friday].'],
  loyalty: ['How many points is the {product} worth?', 'Does the Plus card work in [Belgium|the outlet|every store]?'],
};

/** Ideas of staff and stakeholders for the suggestion box. */
export const suggestions = [
  'We could [print|put] the [room number|floor] on the labels, [drivers would find the door faster|it helps on big orders].',
  'A [second|bigger] [table|board] at the packing line would [help|make work easier].',
  'Idea: [a swap shelf|a plant corner|a tool library] in the {city} store, [customers would enjoy it|neighbours would come in].',
  'Could the [shift plan|roster] be [in the app|published earlier|coloured by team]? [Thanks|It would help].',
  'Let us [invite customers|film a tour|show the workshop] in {city}, [people love to see how things are made|great for the brand].',
  'The [new scanners|electric carts|quiet headsets] in {city} are [great|excellent], please [order more|give one to each team].',
  'A [short|weekly] [note|call] from the [buyers|designers] about new products would [help us advise|be nice].',
  '[Team breakfast|The open day|The training by {name}] was [wonderful|very good], [let us do it again|thank you].',
  'We [reuse|collect] [cardboard|pallets|foil] in {city} now, [other depots could too|saves money].',
  'Suggest [a bench|a bike rack|water bottles] for [the depot|the {city} store].',
  'A [checklist|card] for the {product} with the [five|three] most asked questions would be [useful|good] for [new colleagues|the phone team].',
  'Please [translate|shorten] the [safety sheet|handbook] to [Polish|Turkish|Spanish], [many of us would read it|it helps].',
];

/** What may follow after a remark. */
export const remarkTails = ['', '', '', '', 'Thanks.', 'Kind regards, {name}', 'Thank you in advance.', 'No hurry.', 'Order {order}.', 'Just wondering.', 'It is for my flat in {city}.'];
