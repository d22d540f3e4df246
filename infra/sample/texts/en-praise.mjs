// What content customers say, in English, by touchpoint. [a|b] is one of them; {slot} is filled in.
export const praise = {
  delivery: [
    '[Delivery was|The delivery was|Shipping was] [super fast|really quick|right on time], [thank you|thanks a lot|very happy].',
    '[The driver|Our driver|The courier] was [friendly|lovely|so polite] and carried [the {product}|everything|the boxes] [upstairs|to the second floor|right into the living room].',
    '[Arrived|It arrived|Everything arrived] [a day early|on the promised day|exactly when they said] and [perfectly packed|well wrapped|in perfect condition].',
    '[Loved|I loved|Really liked] the live map, [I knew when to be home|it showed exactly where the van was|very handy].',
    'The two [lads|gentlemen|people] who brought the {product} were [wonderful|fantastic|brilliant], even [took the cardboard away|wiped their feet|helped move the old one].',
    '[Best|Smoothest|Easiest] delivery I have had [in years|in a long time|from any shop], [great job|well done|excellent].',
    'Ordered on [Monday|Tuesday|Friday], [enjoyed it|had it] two days later in {city}. [Excellent service|Impressive|Great work].',
    '[Great|Good|Nice] that I could choose the evening slot, the van came [on the dot|bang on time] and the crew was [cheerful|kind|helpful].',
  ],
  product: [
    '[The|My|Our] {product} is [beautiful|gorgeous|excellent] and [feels solid|looks even better than the photo|is so comfortable].',
    '[Very|Really|So] happy with the {product}, [great value|excellent quality|lovely finish].',
    '[Love|Absolutely love|We love] [this|our|my] {product}, [sturdy and stylish|it fits the room perfectly|perfect for our small flat].',
    '[Second|Third] {product} we have bought, [still impressed|both are great|would buy again].',
    'The {product} [is easy to clean|is well made|looks amazing] and [my family loves it|the colour is perfect|I recommend it].',
    '[Great|Fantastic|Wonderful] {product} for the [kitchen|office|guest room|kids], [worth every cent|I am delighted|ten out of ten].',
    '[After|Now] [six months|a year|three weeks] with the {product}: [still like new|no regrets, excellent|as good as on day one].',
    'My [mum|neighbour|partner] [admired|adores] the {product}, [so elegant|such a warm colour|beautifully made].',
    'Quality of the {product} [exceeded my expectations|is superb|is impressive for {price} euros].',
  ],
  app: [
    '[The app|Your app] is [a joy to use|so easy|fast and clear], [well done|keep it up|love it].',
    '[Love|Really like] the room planner in the app, [so much fun|very helpful|it helped me choose].',
    'App [works perfectly|works great] on my [old phone|tablet|new phone], [ordering took a minute|very smooth|great design].',
    '[Reordering|Tracking|Saving favourites] in the app is [brilliant|super easy|really convenient].',
    'The new [dark mode|wish list|barcode scanner] is [great|excellent|a lovely touch], thanks to [the developers|the app team].',
    '[Best|Nicest] shopping app [on my phone|I know], [clean and quick|five stars|happy user].',
  ],
  website: [
    '[Website|The site|Your website] is [clear and easy|beautiful|a pleasure], [found what I wanted at once|great photos|well organised].',
    'The [size guide|3D view|comparison page] on the website [is excellent|helped a lot|is very useful], [thank you|great idea].',
    '[Lovely|Great|Inspiring] pictures and [helpful|honest] descriptions on your site.',
    'I [enjoy|love] browsing your site, [the room ideas are inspiring|it loads fast|everything is easy to find].',
  ],
  checkout: [
    '[Paying|Checkout|Ordering] was [quick and easy|effortless|really simple], [two clicks and done|great|thanks].',
    '[So easy|Very easy] to pay [with my phone|by invoice|in three instalments], [perfect|excellent].',
    'Checkout [remembered my address|took thirty seconds|was smooth], [nice|love it|great experience].',
    '[Simple|Clear|Fast] checkout, [I liked the summary at the end|the voucher was applied at once|happy with it].',
  ],
  billing: [
    '[Invoice|The invoice] came [at once|promptly] and is [clear|perfectly itemised], [great for my bookkeeping|thank you].',
    'The [price match|discount] was credited [the same day|without fuss], [very fair|excellent].',
    '[Happy|Pleased] with the instalment plan, [clear terms|easy to follow].',
  ],
  returns: [
    '[Returning|Sending back] the {product} was [painless|super easy|free and simple], [money back in two days|great service|very impressed].',
    '[Refund|My refund] was [fast|there the next morning|quick], [thank you|excellent|happy customer].',
    'The [pickup|collection] of the {product} went [smoothly|perfectly], [friendly people|well organised].',
    'Exchange was [easy|handled brilliantly], [new one came fast|thanks to the team|very kind].',
  ],
  store: [
    '[The|Your] [staff|people|team] in the {city} store [are wonderful|were so helpful|took their time], [thank you|especially {name}|great advice].',
    '[Lovely|Beautiful|Inviting] store in {city}, [great coffee too|I could stay for hours|everything nicely arranged].',
    '{name} in the [lighting|bedroom|kitchen] department was [brilliant|very kind|fantastic], [found exactly what we needed|knew everything].',
    '[Enjoyed|Loved] [the visit|our visit] to {city}, [friendly faces everywhere|nice play corner for the kids|good parking].',
    'Click and collect in {city} [is perfect|works like a charm|was ready early], [great|thanks].',
  ],
  'support-chat': [
    '[Chat|The chat] [sorted it|solved it|helped me] in [five minutes|no time], [{name} was great|excellent|thank you so much].',
    '{name} [on the chat|in the chat] was [patient|kind|brilliant] and [fixed everything|explained it clearly|found my order at once].',
    '[Great|Excellent|Lovely] [help|support|service] [by chat|in the chat], [I am impressed|very friendly|happy now].',
    'The [bot|assistant] [understood me|gave the right answer] [at once|straight away], [impressive|nice].',
  ],
  'support-phone': [
    '[The lady|The gentleman|{name}] on the phone was [lovely|very helpful|so kind] and [solved it|sorted my order|found a solution].',
    '[Excellent|Great|Wonderful] [advice|help|service] on the phone, [thank you {name}|very professional|I felt understood].',
    'Called about the {product}, [got a friendly answer|everything was clear at once|they were fantastic].',
    '[Very|Really] [pleasant|friendly] call, [thank you|problem solved|great team].',
  ],
  account: [
    '[Setting up|Opening] my account was [easy|quick], [nice welcome|great|clear].',
    '[Good|Great] that I can see all my orders since 2019, [very handy|love it].',
  ],
  assembly: [
    '[The assembly team|The fitters|The two fitters] [were brilliant|did a great job|were fast and tidy], [the {product} stands perfectly|recommended|thank you].',
    '[Putting together|Building] the {product} was [fun|easy|done in half an hour], [great instructions|everything fitted].',
  ],
  loyalty: [
    '[Love|Enjoy] [my|the] Plus [membership|card], [great perks|the birthday surprise was sweet|worth it].',
    '[Thanks|Thank you] for the Plus [bonus|gift], [it made my day|lovely surprise].',
  ],
};

/** Short praise that fits anywhere. */
export const cheers = [
  '[All|Everything] [great|perfect|fine], [thanks|thank you|keep going|many thanks].',
  '[Very|Really|So|Totally] [satisfied|happy|pleased|content] [as always|again|with Holmwick|with the whole order|overall].',
  '[Great|Excellent|Superb|Lovely] [service|shop|experience|company], [recommended|will come back|five stars|my favourite|bravo].',
  '[Would|I would|Will] [recommend|happily recommend] you to [friends|my family|anyone|my colleagues|everybody].',
  '[Never|I was never] disappointed [so far|here|in {days} years], [thank you|great|wonderful].',
];

/** What may follow after praise. */
export const praiseTails = ['', '', '', '', 'Will order again.', 'Thanks to everyone.', 'See you soon!', 'Keep it up.', 'Order {order}.', 'Greetings from {city}.', 'Recommended to all my friends.', 'You made my week.', 'A happy customer since {days} years.', 'Already told my sister.', ':)'];
