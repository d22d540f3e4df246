// How people speak of the five planted events, in English: the same problem in many words.

/** Three days without parcels: the sorting depot stood still. */
export const outage = [
  '[My|Our] [parcel|package|delivery] [did not arrive|never came|has not arrived] [today|yesterday|on the promised day] and [the tracking is stuck|the tracking says nothing|nobody knows where it is].',
  '[No delivery|Delivery did not happen] [today|at all], the driver [never showed up|did not come], [I took the day off for nothing|I was at home all day|very angry].',
  'Delivery [called off|postponed] [without a word|at the last minute|twice in a row], [where is my {product}|this is unacceptable|I am furious].',
  'Tracking of [my parcel|my delivery|{order}] has been stuck at the depot [since yesterday|for two days|since the morning], [terrible|what is going on|not moving at all].',
  'The [parcel|package] is [stuck|stranded|lying] in your depot and [is not being delivered|nobody can deliver it], [awful|frustrating|so annoying].',
  '[Where is my delivery|Where is my parcel|When will my parcel arrive]? It was [promised for today|due yesterday], [still not delivered|nothing came], [terrible|unacceptable].',
  '[Stayed in the whole day|At home from eight to eight|Took the afternoon off] for the delivery, [nothing arrived|no van, no parcel|it never came]. [Awful|Very disappointing|Outrageous].',
  'My delivery is late [because of your depot|again|and nobody delivers in {city} at the moment], [the parcel does not move|no parcel since Monday]. [Bad|Terrible|Horrible].',
  '[Still no parcel|Still no delivery|Parcel still missing]: [the courier says the depot is closed|"delayed at depot" for days|the app says out for delivery but nothing arrives]. [Unacceptable|Disappointed].',
  'The {product} should have been delivered [yesterday|today|on Tuesday]. [Not delivered|No delivery came|It did not arrive], [no new date|and no one can say when]. [Angry|So disappointed].',
  '[Everyone|My whole street] in {city} is [without parcels|without deliveries], your [depot|delivery] [stands still|failed completely]. [Terrible|A disgrace].',
  'Delivery failed [twice|again], parcel [went back to the depot|is stuck somewhere], [I need it urgently|I am moving tomorrow|worst delivery ever].',
];

/** Release 5.3.0: the app falls over. */
export const release = [
  '[Since|After] the [update|new version|update to 5.3.0] the app [crashes|keeps crashing|crashes constantly] [when I open the basket|on start|every time I open it].',
  'App [crashes|closes itself] [as soon as|whenever] I [add something to the basket|tap an order|search for a lamp]. [Terrible update|Useless since the update|Please fix].',
  'The app [freezes|hangs] [on the start screen|when I scroll|in the basket] and then [crashes|closes]. [Awful|Frustrating|Bad update].',
  'Version 5.3.0 is [broken|a disaster|full of bugs], [it crashes all the time|the app will not open|constant crashes].',
  '[New update is terrible|Worst update ever|What have you done with this update]: [app crashes|app will not start|nothing but crashes] [on my phone|five times today|since this morning].',
  'The app [does not open any more|will not load|shows a white screen and crashes] since [yesterday|the update|last night]. [Very annoying|Unusable|Fix this bug].',
  'Cannot [order|track anything|use my vouchers] because the app [crashes|keeps crashing|freezes] [after a few seconds|each time]. [Horrible|So frustrating|Disappointed].',
  '[Crash|Crashes] after crash, I [reinstalled the app|restarted my phone] [twice|three times] and [it still crashes|no change]. [Bad|Annoying|Terrible].',
  'App [was great|worked well] before the update, now it [crashes constantly|is broken|freezes and crashes]. [One star|Really bad|Shame].',
  'I [open|start] the app, [it crashes|it freezes and crashes]. [Open it again, same|Every single time]. [Bug in the new version|Useless].',
];

/** The lot that Norvik Metal delivered: Aria chairs whose legs give way. */
export const lot = [
  'The [leg|front leg|back leg|metal leg] of [my|the|our] Aria chair [broke|snapped|cracked] [after two days|while I was sitting on it|in the first week]. [Dangerous|Poor quality|I nearly fell].',
  'Aria chair [broke|collapsed|gave way] [under me|under my daughter|at dinner], [the leg snapped at the weld|the leg just broke off], [dangerous|I hurt my back|terrible quality].',
  '[Bought four Aria chairs|We have six Aria chairs], [two have broken legs already|the legs bend and break], [bad quality|really poor quality|faulty].',
  'The weld on the leg of the Aria chair [is cracked|broke|came apart], [defective|bad quality|very dangerous].',
  'Aria chair: [leg bent on the first day|leg broke right away|one leg cracked], [faulty product|dangerous rubbish|do not buy, poor quality].',
  'My [father|son|guest] [fell|nearly fell] because the leg of the Aria chair [broke|snapped off]. [Dangerous|Unsafe and badly made|This is not safe].',
  'The legs of the Aria chair [are wobbly and crack|break like matches|bend under normal weight]. [Defective|Terrible quality|Broken after {days} days].',
  'Broken chair leg on the new Aria, [crack in the metal|the weld failed], [poor workmanship|cheap, faulty metal|defective].',
  '[Sat down|My wife sat down] on the Aria chair and [the leg broke|it collapsed], [awful quality|a defective chair|dangerous].',
];

/** The evening shift of support chat, handed over to a partner: curt people. */
export const rude = [
  'The [agent|chat agent|employee|person] [in the evening|on the evening chat|last night] was [rude|so rude|very rude] and [unfriendly|impolite|dismissive].',
  '[Rude agent|Very rude staff|Unfriendly agent] in the chat [tonight|this evening], [told me to read the website|laughed at my question|called me stupid].',
  'Your chat [staff|agent] was [arrogant|impolite|disrespectful] and [closed the chat on me|ended the conversation], [never been treated like this|terrible attitude|unacceptable].',
  'The agent [was rude|was so rude], [answered with one word|said "not my problem"|told me to stop wasting her time]. [Awful|Horrible attitude|I am shocked].',
  'I [was insulted|was treated badly] by [the agent|your employee] in the evening chat, [rude and arrogant|what a bad attitude|unprofessional staff].',
  '[What has happened to your support staff|Who are these new agents]? [Rude|Unfriendly|Impolite] and [dismissive|arrogant|careless], [they used to be kind|terrible].',
  'Chat agent [had no manners|was disrespectful|was condescending], [asked about {order} and got a rude answer|very unprofessional staff].',
  '[Bad|Terrible|Horrible] attitude of the [chat agent|evening staff|new agent]: [rude|impolite|unfriendly], [did not even say hello|wrote in capitals to me|left in the middle].',
  'Agent [called my question silly|said I should learn to read|was sarcastic with me]. [Rude|So rude|Unprofessional], [I expect friendly staff|bad staff].',
];

/** The wait on the phone, longer every week; `minutes` is the wait of that day. */
export const wait = [
  '[Waited|I waited|Had to wait] {minutes} minutes on hold [before someone answered|until an agent picked up|for a simple question], [too long|way too long|unacceptable].',
  '{minutes} minutes [on hold|in the queue|in the waiting loop], [far too long|terrible|nobody has time for that].',
  'The [waiting time|wait] on the phone is [terrible|far too long|getting longer and longer], {minutes} minutes [today|this time|yesterday].',
  'On hold for {minutes} minutes [listening to the same song|with awful music] [and then cut off|until I gave up|]. Long wait, [bad|annoying].',
  '[Long wait|Endless wait|Very long wait], {minutes} minutes in the queue [to ask about {order}|only to change a date]. [Bad|Frustrating|Disappointing].',
  'Your hotline [keeps people waiting forever|lets you wait on hold for ages]: {minutes} minutes [in line|of waiting], [annoying|terrible].',
  'Nobody [picks up|answers], I hung up after {minutes} minutes of waiting [on hold|in the queue]. [Bad|Frustrated|Poor].',
  'Queue on the phone: {minutes} minutes wait. [It was shorter last year|Every call it takes longer|It gets worse]. [Annoying|Not good].',
];

/** What people say when the fix has come. */
export const relief = {
  release: ['[Since 5.3.1|With version 5.3.1|After the fix] the app [works great again|runs smoothly], [thank you|thanks for the quick fix|happy again].', 'The new update 5.3.1 is [great|excellent], [everything works|the basket opens again], thanks to the developers.'],
  lot: ['The [replacement|new] Aria chair is [solid and beautiful|great, very sturdy], [thank you|happy now|excellent service].'],
  rude: ['The evening chat is [friendly again|great again|lovely], [thanks|{name} was wonderful|happy].'],
};
