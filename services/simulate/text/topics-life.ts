import { topic } from './topic.ts';

export const lifeTopics = [
  topic('cooking', {
    nouns:
      'sourdough starter,braising pot,tomato sauce,pastry dough,chicken stock,spice rub,rice pilaf,lentil soup,cast iron pan,meal plan,custard,pickled radish,roasting tray,noodle broth,flatbread,herb butter,cheese board,chopping block,freezer stock,vinaigrette',
    verbs: 'season,simmer,knead,chill,portion,reheat,marinate,glaze,blanch,store',
    adjectives: 'crisp,overcooked,salty,seasonal,leftover,creamy,vegan,smoky,underproofed',
  }),
  topic('gardening', {
    nouns:
      'raised bed,compost heap,tomato seedling,drip line,rose hedge,soil sample,lawn edge,greenhouse vent,apple graft,bulb border,slug trap,mulch layer,herb spiral,rain barrel,pruning cut,bean trellis,frost cloth,hydrangea,root ball,allotment plot',
    verbs: 'prune,water,transplant,mulch,harvest,thin,fertilise,shade,repot,weed',
    adjectives: 'wilted,overgrown,shaded,acidic,sandy,dormant,leggy,waterlogged,hardy',
  }),
  topic('travel', {
    nouns:
      'night train,ferry crossing,visa form,hostel booking,mountain pass,airport transfer,walking tour,rail pass,coastal road,carry-on bag,layover,border crossing,city map,travel insurance,camper van,day trip,harbour hotel,luggage tag,phrase list,return flight',
    verbs: 'book,reschedule,compare,pack,cancel,plan,reach,extend,shorten,share',
    adjectives: 'crowded,scenic,delayed,remote,cheap,refundable,overnight,family friendly,rainy',
  }),
  topic('health', {
    nouns:
      'sleep diary,blood pressure reading,knee brace,allergy test,physio plan,migraine trigger,vaccination card,iron supplement,posture exercise,resting pulse,skin rash,hearing test,lab report,care plan,insulin pen,dental cleaning,eye strain,shoulder injury,meal log,recovery week',
    verbs: 'monitor,treat,track,prevent,discuss,soothe,measure,schedule,reduce,explain',
    adjectives: 'chronic,mild,recurring,elevated,seasonal,untreated,painful,stable,preventive',
  }),
  topic('sport', {
    nouns:
      'interval session,marathon plan,rowing stroke,climbing grip,tennis serve,recovery ride,squad rotation,swim drill,penalty shootout,training load,warm-up routine,relay handover,match report,hill repeat,taper week,defensive line,sprint start,referee decision,injury list,league table',
    verbs: 'train,pace,coach,analyse,strengthen,time,defend,stretch,rotate,improve',
    adjectives: 'explosive,fatigued,tactical,sore,unbeaten,steady,aggressive,balanced,wet',
  }),
  topic('music', {
    nouns:
      'chord progression,bass line,choir rehearsal,drum loop,string quartet,practice log,vocal warm-up,concert programme,synth patch,sheet music,time signature,guitar amp,mixing desk,jazz standard,reverb tail,songwriting exercise,tuning peg,brass section,set list,melody sketch',
    verbs: 'rehearse,transpose,record,mix,arrange,tune,improvise,loop,perform,annotate',
    adjectives: 'syncopated,mellow,out of tune,acoustic,distorted,lyrical,minor key,lively,sparse',
  }),
  topic('home', {
    nouns:
      'boiler valve,roof tile,kitchen tap,damp wall,loft insulation,fuse box,window frame,bathroom tile,floor joist,gutter bracket,door hinge,paint finish,smoke detector,radiator,drain pipe,plaster crack,shelf bracket,rental contract,moving box,heat pump',
    verbs: 'repair,seal,replace,drill,insulate,inspect,sand,paint,level,bleed',
    adjectives: 'leaking,cracked,draughty,rusty,loose,noisy,mouldy,uneven,second hand',
  }),
  topic('family', {
    nouns:
      'birthday party,bedtime routine,school lunch,wedding speech,holiday calendar,pocket money,babysitter note,family reunion,thank-you letter,toddler tantrum,homework table,board game night,photo album,guest list,chore chart,anniversary toast,pet sitter,screen time rule,packing list,nursery visit',
    verbs: 'organise,celebrate,invite,remind,calm,surprise,thank,decorate,write,postpone',
    adjectives: 'shy,excited,tired,thoughtful,noisy,homemade,last minute,cosy,awkward',
  }),
] as const;
