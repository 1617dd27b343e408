import { topic } from './topic.ts';

export const workTopics = [
  topic('finance', {
    nouns:
      'cash flow forecast,invoice batch,expense claim,index fund,mortgage rate,tax return,ledger entry,payroll run,credit note,savings plan,audit trail,budget variance,pension statement,payment term,currency hedge,quarterly report,purchase order,depreciation schedule,dividend,bank reconciliation',
    verbs: 'reconcile,forecast,approve,refinance,audit,invest,deduct,accrue,settle,compare',
    adjectives:
      'overdue,taxable,quarterly,unsecured,fixed rate,recurring,undervalued,capital,volatile',
  }),
  topic('law', {
    nouns:
      'lease clause,non-disclosure agreement,witness statement,employment contract,liability cap,court filing,trademark notice,data processing addendum,settlement offer,warranty term,power of attorney,notice period,arbitration clause,share transfer,licence grant,consumer right,due diligence list,governing law,appeal deadline,board resolution',
    verbs: 'draft,amend,terminate,enforce,negotiate,sign,waive,notify,review,interpret',
    adjectives: 'binding,ambiguous,mutual,void,confidential,statutory,unilateral,disputed,standard',
  }),
  topic('support', {
    nouns:
      'delivery address,refund request,password reset,order number,loyalty card,broken handle,billing page,missing parcel,subscription plan,return label,activation code,store pickup,damaged box,chat transcript,gift voucher,shipping fee,account settings,replacement part,late courier,double charge',
    verbs: 'refund,replace,track,cancel,escalate,update,confirm,return,verify,resend',
    adjectives: 'late,damaged,missing,duplicate,expired,wrong,unopened,urgent,partial',
  }),
  topic('logistics', {
    nouns:
      'container slot,customs form,pallet count,route plan,cold chain,warehouse aisle,forklift shift,delivery window,freight quote,stock level,packing station,last mile van,port delay,barcode scan,reorder point,carrier contract,dock schedule,return flow,safety stock,bill of lading',
    verbs: 'dispatch,reroute,load,consolidate,scan,insure,unload,expedite,stack,count',
    adjectives:
      'delayed,bonded,oversized,perishable,understocked,misrouted,fragile,bulk,cross border',
  }),
  topic('marketing', {
    nouns:
      'landing page,campaign brief,newsletter subject,brand voice,press release,customer survey,product launch,loyalty scheme,ad budget,storefront banner,pricing tier,case study,webinar invite,search ranking,referral code,focus group,social post,conversion funnel,event booth,tagline',
    verbs: 'launch,segment,rewrite,test,promote,target,measure,pitch,rename,survey',
    adjectives:
      'catchy,underperforming,seasonal,localised,premium,organic,off brand,playful,measurable',
  }),
  topic('hiring', {
    nouns:
      'job description,interview guide,onboarding plan,salary band,performance review,exit interview,referral bonus,shift roster,training budget,reference check,parental leave,org chart,skills matrix,candidate shortlist,probation goal,team offsite,remote policy,mentoring scheme,overtime rule,workplace survey',
    verbs: 'hire,promote,onboard,assess,coach,rotate,retain,brief,evaluate,train',
    adjectives: 'senior,part time,internal,overworked,qualified,remote,temporary,motivated,new',
  }),
  topic('energy', {
    nouns:
      'solar array,grid connection,battery pack,wind turbine,meter reading,load profile,inverter fault,heat loss,tariff change,charging point,transformer,demand peak,gas boiler,energy audit,power purchase agreement,blade inspection,hydro plant,backup generator,thermal camera,peak shaving plan',
    verbs: 'curtail,install,meter,inspect,store,balance,retrofit,export,simulate,service',
    adjectives: 'intermittent,overloaded,efficient,offshore,idle,faulty,rooftop,renewable,ageing',
  }),
  topic('property', {
    nouns:
      'tenant enquiry,viewing slot,floor plan,service charge,deposit scheme,inventory list,listing text,boundary wall,survey report,rent review,parking bay,energy certificate,letting agent,maintenance request,lift outage,completion date,key handover,building permit,noise complaint,stair lighting',
    verbs: 'let,inspect,renovate,value,advertise,list,renew,photograph,clean,insure',
    adjectives: 'furnished,vacant,listed,spacious,unfurnished,overpriced,sunny,shared,refurbished',
  }),
] as const;
