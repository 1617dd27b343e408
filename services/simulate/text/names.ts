import { between, chance, pick, type Random } from '../random.ts';

const onsets = 'b,br,c,d,dr,f,fl,g,gr,h,j,k,kl,l,m,n,p,pr,qu,r,s,sh,sk,st,t,tr,v,w,y,z'.split(',');
const vowels = 'a,e,i,o,u,ai,ea,io,ou,ua'.split(',');
const codas = ',,,n,r,l,s,x,m,th,nd,rk,lt,ss,ck'.split(',');

export const people =
  'Amara,Bastien,Chidi,Daniela,Emeka,Farida,Goran,Hana,Ines,Jarek,Kavya,Leif,Mirela,Nadia,Oskar,Priya,Quentin,Rosa,Samir,Tomoko,Ulrich,Valeria,Wei,Ximena,Yusuf,Zofia,Anders,Bilal,Carmen,Dmitri'.split(
    ',',
  );

export const places =
  'the north warehouse,the Lisbon office,the second floor,our main branch,the coastal site,the test lab,the village hall,the Nairobi team,the river valley,the old town,the south campus,the Osaka plant,the harbour depot,the mountain station,the city archive,the night shift'.split(
    ',',
  );

function syllable(random: Random): string {
  return pick(random, onsets) + pick(random, vowels) + pick(random, codas);
}

/** A made-up name, such as that of a product, a firm or a variable. */
export function coin(random: Random): string {
  let name = '';
  for (let left = between(random, 2, 3); left > 0; left -= 1) name += syllable(random);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export function coinMany(random: Random, count: number): string[] {
  return Array.from({ length: count }, () => coin(random));
}

export function personName(random: Random): string {
  return chance(random, 0.7) ? pick(random, people) : coin(random);
}

const stems =
  'hydro,thermo,photo,bio,geo,micro,electro,chrono,cardio,neuro,aero,litho,phyto,hemo,cryo,seismo,osteo,dendro,morpho,radio,tele,spectro,iso,poly,mono,hetero,lacto,myco,baro,gyro,stereo,xylo,helio,magneto,audio,glyco'.split(
    ',',
  );
const endings =
  'meter,graphy,sphere,genesis,logy,scope,phase,type,static,lysis,stat,form,gram,cycle,plasm,tropy,morph,chrome,phyte,cline,kinesis,pathy,therm,mere,phone,stasis,vore,nomy,plex,mixture'.split(
    ',',
  );

/** A technical term; there are about a thousand, so that they make the long tail of a vocabulary. */
export function term(random: Random): string {
  return pick(random, stems) + pick(random, endings);
}
