// Conversations of the support chat, by the course that they take. Each turn is [author, template].
// `courses` end well; `handoffs` are those that need a human while they still go on, by the reason that should be given.
const greeting = ['bot', '[Hello|Hi], I am Holly, the assistant of Holmwick. [How can I help|What can I do for you]?'];

export const courses = [
  [greeting, ['customer', '[Hi|Hello|Hey], [which|what] day will {order} [be delivered|arrive]?'], ['bot', 'Order {order} is planned for [Tuesday|Thursday|Friday] between 12 and 16.'], ['customer', '[Perfect|Great|Lovely], [thanks|thank you].']],
  [greeting, ['customer', 'Can I [change|add] the [address|phone number|floor] for {order}?'], ['bot', 'Yes: open the order in your account and choose "change details".'], ['customer', '[Found it|Done|That worked], [thanks|great, thank you|super].']],
  [greeting, ['customer', '[Is|Will] the {product} [be back|available] in [grey|oak|green] [soon|this month]?'], ['bot', 'The next shipment is expected in [ten days|two weeks].'], ['customer', '[Ok|Good|Fine], I will [wait|check then].']],
  [greeting, ['customer', '[How do I|How can I] return the {product}?'], ['bot', 'You find a label under "my orders"; [drop the parcel at any shop|we collect large items at home].'], ['customer', '[Very clear|That is easy|Nice], [thanks a lot|thank you].']],
  [greeting, ['customer', 'My voucher [does not show|is not in the list] in the [basket|app].'], ['bot', 'Let me connect you with a colleague.'], ['agent', 'Hello, this is {name}. I have added the voucher to your basket.'], ['customer', '[Wonderful|You are great|Excellent], [thank you {name}|thanks for the quick help|so kind].']],
  [greeting, ['customer', 'I would like [advice|a recommendation] for a lamp [for a low ceiling|for reading|for the hall].'], ['bot', 'A colleague from the lighting team joins in a moment.'], ['agent', 'Hi, {name} here. How high is the ceiling, and which colours do you like?'], ['customer', '[2.30 metres|About 2.40], [warm colours|white or wood].'], ['agent', 'Then I would take the Luma lamp, it is 28 cm high.'], ['customer', '[Beautiful|Love it|Good idea], [ordering it now|thank you so much|great advice].']],
  [greeting, ['customer', 'Could you send the invoice of {order} again?'], ['bot', 'I have sent it to your e-mail address.'], ['customer', '[Got it|It is here], [thanks|cheers].']],
];

export const handoffs = {
  explicit_request: [
    [greeting, ['customer', '[I have a question about|Something about] {order} [that is a bit special|and my new address].'], ['bot', 'You can see the state of your order under "my orders".'], ['customer', '[I want to talk to a real person|Let me speak to a human|Can I talk to a human agent please|Connect me to an agent please].'], ['agent', 'Hello, this is {name}, a human. What can I do?'], ['customer', '[The gate code changed|Our bell has no name on it], [can the driver call me|please note it].'], ['agent', 'Noted, the driver sees it tomorrow.'], ['customer', '[Thanks|Great, thank you].']],
    [greeting, ['customer', '[Talk to an agent|Human please|I need a real person|I want to speak to someone].'], ['bot', 'I can help with orders, returns and products.'], ['customer', '[No bot please, a human being|I would like to speak with a person|Please give me a human agent].'], ['agent', 'Hi, {name} here, how can I help?'], ['customer', 'It is about [a gift for my parents|a big order for our office], [can you advise|can you make an offer]?'], ['agent', 'Of course, I will send you an offer today.']],
  ],
  frustration: [
    [greeting, ['customer', 'My voucher {order} is refused.'], ['bot', 'Vouchers are valid for one year.'], ['customer', 'I know that! It is [two weeks|ten days] old. This is [so frustrating|ridiculous|really annoying].'], ['bot', 'Vouchers are valid for one year.'], ['customer', 'You are [useless|not listening], [I am furious|I am so angry|I have had enough of this nonsense]!!!'], ['agent', '{name} here, I am sorry. I have renewed the voucher.'], ['customer', '[Finally|At last]. Thanks.']],
    [greeting, ['customer', 'I want to [merge|rename] my two accounts.'], ['bot', 'To open an account, choose "register".'], ['customer', 'No, I [have two already|said merge]. [Annoying|Terrible] bot.'], ['bot', 'To open an account, choose "register".'], ['customer', 'This is [ABSOLUTELY RIDICULOUS|a terrible waste of my time|an absolute joke], [I am fed up and angry|awful, I hate this bot]!!'], ['agent', 'Hello, {name} speaking, I will merge them for you.'], ['customer', 'Ok, thank you.']],
  ],
  repetition: [
    [greeting, ['customer', 'Which [screws|hinges] fit the {product}?'], ['bot', 'Our {product} is available in three colours.'], ['customer', 'Which [screws|hinges] fit the {product}?'], ['bot', 'Would you like to see more of our products?'], ['customer', 'Again: which [screws|hinges] fit the {product}?'], ['agent', '{name} here: M6 by 40, I send you a bag for free.'], ['customer', '[Very kind|Great], thank you.']],
  ],
};

/** The evening shift: what its agents write, and how customers answer them in the chat. */
export const rudeAgents = ['Read the website. Anything else?', 'Not my problem.', 'You should have ordered earlier then.', 'I have twenty other chats open. Be quick.', 'That is what it says. Goodbye.', 'If you could read, you would know.', 'And what do you expect me to do about it?'];
export const rudeOpenings = ['[Hi|Hello], could you check [the date of {order}|my voucher|the size of the {product}]?', '[Good evening|Hello], I have a question about [{order}|the {product}|my return].', 'Can someone [tell me|check] when {order} [is planned|comes]?'];
