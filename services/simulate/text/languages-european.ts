import { language } from './language.ts';

export const europeanLanguages = [
  language('es', {
    nouns:
      'el contrato,la factura,el pedido,la receta,el horario,la reunión,el informe,la bicicleta,el alquiler,la maleta,el jardín,la batería,el examen,la cocina,el viaje,la muestra,el sensor,la cuenta',
    verbs: 'revisar,cambiar,preparar,enviar,calcular,ordenar,explicar,cancelar,medir,comparar',
    adjectives: 'urgente,difícil,barato,pendiente,incorrecto,útil,lento,seguro,raro',
    statements: `
      Cuando {n} resulta {a}, conviene {v} todo antes de hablar con {p}.
      {p} quiere {v} {n}, pero {c} prefiere esperar {d} días.
      En {c} casi siempre empiezan por {v} {n} y después miran {n}.
      Según la nota, {n} costó {g} y sigue siendo {a}.
      Nadie sabe por qué {n} quedó {a} después de {d} intentos.
      Para {v} {n} hace falta tiempo, y para {n} todavía más.
    `,
    questions: `
      ¿Cómo puedo {v} {n} si ya es {a}?
      ¿Qué diferencia hay entre {n} y {n}?
      ¿Es mejor {v} {n} ahora o dentro de {d} días?
      ¿Por qué {n} parece tan {a} esta semana?
      ¿Me ayudas a {v} {n} para {p}?
    `,
    followUps: `
      gracias, ¿y si {n} es {a}?
      ¿puedes hacerlo más corto?
      no me queda claro lo de {n}
      vale, ahora lo mismo para {c}
    `,
    requests: `
      Escribe una nota corta para {p} sobre {n}.
      Haz un plan de {d} días para {v} {n}.
      Compara {n} con {n} y di cuál es más {a}.
      Resume el texto en {d} palabras.
      {p} paga {g} por {n} y {c} cobra un {d} por ciento menos. ¿Cuánto se ahorra?
      Cuenta una historia en la que {p} encuentra algo {a} en {c}.
    `,
  }),
  language('de', {
    nouns:
      'der Vertrag,die Rechnung,der Garten,die Lieferung,das Protokoll,die Heizung,der Fahrplan,das Rezept,die Steuererklärung,der Mietvertrag,das Fahrrad,die Prüfung,der Sensor,die Werkstatt,das Konto,die Sitzung,der Ausflug,die Messung',
    verbs: 'prüfen,ändern,vorbereiten,berechnen,erklären,verschieben,messen,vergleichen,kündigen',
    adjectives: 'dringend,unklar,günstig,fehlerhaft,langsam,praktisch,veraltet,sicher,schwierig',
    statements: `
      Wenn {n} {a} wirkt, sollte man zuerst mit {p} sprechen.
      Bei {c} heißt es, {n} sei seit {d} Tagen {a}.
      {p} möchte das lieber selbst {v}, denn {n} war zuletzt {a}.
      Im Bericht steht, dass {n} rund {g} gekostet hat.
      Erst kommt {n}, danach {n}, und am Ende muss man alles {v}.
      Niemand konnte sagen, warum {n} {a} geblieben ist.
    `,
    questions: `
      Wie kann ich das am besten {v}, wenn {n} {a} ist?
      Was ist der Unterschied, wenn {n} und {n} beide {a} sind?
      Warum ist {n} nach {d} Tagen schon wieder {a}?
      Kannst du mir helfen, das für {p} zu {v}?
      Lohnt es sich, das zu {v}, obwohl {n} {a} ist?
    `,
    followUps: `
      danke, und was gilt, wenn {n} {a} ist?
      bitte etwas kürzer
      das stimmt so nicht, {d} ist falsch
      und jetzt das Gleiche für {c}
    `,
    requests: `
      Schreibe eine kurze Nachricht an {p}: {n} ist {a}.
      Erstelle einen Plan für {d} Tage, um alles bei {c} zu {v}.
      Vergleiche, was {n} und {n} kosten, und nenne die {d} wichtigsten Punkte.
      Fasse den Text in {d} Wörtern zusammen.
      {p} zahlt {g}, {c} verlangt {d} Prozent weniger. Wie viel spart man?
      Erzähle eine Geschichte, in der {p} merkt, dass {n} {a} ist.
    `,
  }),
  language('fr', {
    nouns:
      'le contrat,la facture,le jardin,la livraison,le compte rendu,la chaudière,le trajet,la recette,le budget,la réunion,le vélo,la mesure,le capteur,la réservation,le devoir,la commande,le dossier,la cuisine',
    verbs: 'vérifier,modifier,préparer,calculer,expliquer,annuler,mesurer,comparer,envoyer',
    adjectives: 'urgent,difficile,rapide,incomplet,utile,fragile,instable,rentable,étrange',
    statements: `
      Quand {n} semble {a}, il vaut mieux prévenir {p} avant de tout {v}.
      Chez {c}, on commence par {v} {n} et on regarde ensuite {n}.
      D'après la note, {n} a coûté {g} en {d} jours.
      {p} préfère {v} {n} plutôt que d'attendre une réponse.
      Personne ne sait pourquoi c'est devenu {a}, ni si {n} en est la cause.
      Il faut {d} minutes pour {v} {n}, parfois davantage.
    `,
    questions: `
      Comment {v} {n} sans toucher à autre chose ?
      Quelle différence y a-t-il entre {n} et {n} ?
      Pourquoi est-ce si {a} après {d} jours ?
      Peux-tu m'aider à {v} {n} pour {p} ?
      Faut-il {v} {n} avant la fin du mois ?
    `,
    followUps: `
      merci, et si c'est {a} ?
      plus court s'il te plaît
      je ne comprends pas la partie sur {n}
      très bien, la même chose pour {c}
    `,
    requests: `
      Écris un court message à {p} à propos de ceci : {n}.
      Fais un plan de {d} jours pour {v} {n}.
      Compare {n} et {n} et dis lequel est le plus {a}.
      Résume ce texte en {d} mots.
      {p} paie {g} et {c} demande {d} pour cent de moins. Combien économise-t-on ?
      Raconte une histoire où {p} découvre que {n} cache quelque chose de {a}.
    `,
  }),
  language('ru', {
    nouns:
      'договор,счёт,отчёт,рецепт,маршрут,датчик,график,заказ,экзамен,ремонт,сервер,бюджет,перевод,план,склад,документ,анализ,велосипед',
    verbs:
      'проверить,изменить,подготовить,рассчитать,объяснить,отменить,измерить,сравнить,отправить',
    adjectives: 'срочный,сложный,дешёвый,неполный,полезный,медленный,странный,надёжный,старый',
    statements: `
      Если {n} слишком {a}, лучше сначала спросить, что думает {p}.
      В компании {c} говорят, что {n} уже {d} дней как {a}.
      {p} хочет сам всё {v}, потому что {n} был {a}.
      По записям, {n} стоил {g}, а {n} вдвое меньше.
      Сначала идёт {n}, потом {n}, и только затем можно всё {v}.
      Никто не понял, почему {n} остался таким: {a}, но рабочий.
    `,
    questions: `
      Как правильно {v} {n}, если он уже {a}?
      Чем {n} отличается от того, что называют {n}?
      Почему {n} через {d} дней снова {a}?
      Можешь помочь {v} {n} для {p}?
      Что лучше: сразу {v} {n} или подождать?
    `,
    followUps: `
      спасибо, а если {n} {a}?
      можно короче?
      это не то, {d} здесь ошибка
      теперь то же самое для {c}
    `,
    requests: `
      Напиши короткое сообщение, его получит {p}: {n} слишком {a}.
      Составь план на {d} дней, как {v} {n}.
      Сравни {n} и {n}: что из этого более {a}?
      Кратко перескажи текст, не больше {d} слов.
      {p} платит {g}, а {c} берёт на {d} процентов меньше. Какова разница?
      Придумай историю, где {p} видит, что {n} вовсе не {a}.
    `,
  }),
] as const;
