// The till without a line: looks up members in the short list of the day, keeps meals in a queue, sends each once when the line is back.
// ES5. Loaded by the page of the till only; without it the till works as long as there is a line.
(function (doc, win) {
  'use strict';

  var till = doc.getElementById('till');
  var panel = doc.getElementById('till-offline');
  var found = doc.getElementById('till-found');
  var waiting = doc.getElementById('till-queue');
  var LIST = 'till-list-' + till.getAttribute('data-canteen');
  var QUEUE = 'till-queue-' + till.getAttribute('data-canteen');
  var PROBE = 10000; // ms between two looks whether the line is back
  var FRESH = 300000; // between two lists
  var SKIPPED = '上一位没有打餐：*。要打的请再刷一次卡。';
  var PATIENCE = 5000; // a request that takes longer counts as a broken line
  var memory = {}; // where the browser keeps nothing
  var down = false;
  var sending = false;

  win.htmx.config.timeout = PATIENCE;

  function read(name) {
    try { return JSON.parse(win.localStorage.getItem(name)); } catch (error) { return memory[name] || null; }
  }
  function write(name, value) {
    memory[name] = value;
    try { win.localStorage.setItem(name, JSON.stringify(value)); } catch (error) { /* kept in memory */ }
  }
  function forget(name) {
    delete memory[name];
    try { win.localStorage.removeItem(name); } catch (error) { /* nothing was kept */ }
  }
  function two(number) { return (number < 10 ? '0' : '') + number; }
  function here(now) { return new Date(now.getTime() + 28800000); } // the office's clock, whatever zone the computer was set to
  function day(now) { return here(now).toISOString().slice(0, 10); }
  function moment(now) { return here(now).toISOString().slice(0, 16).replace('T', ' '); }
  function yuan(fen) { return (fen / 100).toFixed(2) + ' 元'; }
  function queue() { return read(QUEUE) || []; }

  function element(name, text, parent) {
    var made = doc.createElement(name);
    made.textContent = text;
    parent.appendChild(made);
    return made;
  }
  function button(text, press, parent) {
    var made = element('button', text, parent);
    made.type = 'button';
    made.className = 'btn btn-sm';
    made.onclick = press;
    return made;
  }

  function key() {
    var bytes = [];
    var place;
    if (win.crypto && win.crypto.getRandomValues) {
      bytes = win.crypto.getRandomValues(new Uint8Array(12));
    } else {
      for (place = 0; place < 12; place += 1) bytes.push(Math.floor(Math.random() * 256));
    }
    return [].map.call(bytes, function (byte) { return two(byte.toString(36)).slice(-2); }).join('') +
      new Date().getTime().toString(36);
  }

  // Requests
  function ask(method, address, body, then, failed) {
    var request = new XMLHttpRequest();
    request.open(method, address);
    request.timeout = PATIENCE;
    request.onload = function () {
      var answer;
      try { answer = JSON.parse(request.responseText); } catch (error) { answer = null; }
      then(answer);
    };
    request.onerror = request.ontimeout = failed;
    if (body) request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    request.send(body);
  }
  function encoded(fields) {
    return Object.keys(fields).map(function (name) {
      return encodeURIComponent(name) + '=' + encodeURIComponent(fields[name]);
    }).join('&');
  }
  function refresh() {
    ask('GET', till.getAttribute('data-till'), null, function (list) {
      if (list) write(LIST, list);
      back();
    }, broken);
  }

  // The line
  function broken() {
    down = true;
    doc.getElementById('live').textContent = ''; // what a page without a queue would say
    [].forEach.call(till.querySelectorAll('section'), function (each) { each.hidden = true; }); // whoever was found before
    show();
  }
  function back() {
    var was = down;
    down = false;
    if (was && !found.querySelector('button')) found.textContent = '';
    send();
    show();
    if (was) today();
  }
  function today() { // what was served meanwhile; the box stays as it is, for somebody may be typing
    var request = new XMLHttpRequest();
    request.open('GET', win.location.pathname);
    request.timeout = PATIENCE;
    request.setRequestHeader('HX-Request', 'true');
    request.onload = function () {
      var fresh = new DOMParser().parseFromString(request.responseText, 'text/html').querySelector('section');
      var shown = till.querySelector('section');
      if (request.status !== 200 || !fresh || !shown || (shown.querySelector('[data-serve]') && !shown.hidden)) return;
      shown.parentNode.replaceChild(doc.importNode(fresh, true), shown);
    };
    request.send();
  }
  win.addEventListener('offline', broken);
  win.addEventListener('online', refresh);
  win.setInterval(function () { if (down || queue().length) refresh(); }, PROBE);
  win.setInterval(function () { if (!down) refresh(); }, FRESH);

  // The queue
  function put(meal) {
    var meals = queue();
    meals.push(meal);
    write(QUEUE, meals);
    served(meal.who);
    show();
  }
  function served(number) { // nobody eats twice while the line is down, either
    var list = read(LIST);
    var place = list ? list.sittings.indexOf(sitting()) : -1;
    if (place < 0) return;
    list.members.forEach(function (each) {
      if (each[0] === number) each[3][place] = each[3][place].map(function () { return -1; });
    });
    write(LIST, list);
  }
  function without(which, said) {
    var kept = [];
    queue().forEach(function (each) {
      if (each.key !== which) kept.push(each);
      else if (said) {
        each.refused = said;
        kept.push(each);
      }
    });
    write(QUEUE, kept);
  }
  function token() {
    var field = doc.querySelector('input[name=csrf_token]');
    return field ? field.value : '';
  }
  function send() {
    var meals = queue().filter(function (each) { return !each.refused; });
    var fields = {};
    if (sending || down || !meals.length) return;
    sending = true;
    Object.keys(meals[0]).forEach(function (name) { fields[name] = meals[0][name]; });
    delete fields.name;
    fields.csrf_token = token();
    ask('POST', till.getAttribute('data-queue'), encoded(fields), function (answer) {
      sending = false;
      if (!answer || !answer.state) {
        tell('没有上传成功：请打开一个新窗口重新登录，再刷新本页。记下的都在。');
        return;
      }
      without(meals[0].key, answer.state === 'done' ? '' : answer.said);
      if (answer.state === 'done') tell('已上传：' + answer.said);
      show();
      if (queue().some(function (each) { return !each.refused; })) send();
      else today();
    }, function () {
      sending = false;
      broken();
    });
  }
  function tell(text) { found.textContent = text; }
  function show() {
    var meals = queue();
    panel.hidden = !down && !meals.length && !found.textContent;
    panel.querySelector('h2').textContent = down ? '网络断开，先记在本机' : meals.length ? '断网时记下的' : '请注意';
    waiting.textContent = '';
    meals.forEach(function (each) {
      var item = element('li', each.at.slice(11) + ' ' + each.name + ' ' + each.who + ' 收 ' + yuan(each.own_fen) + '　' +
        (each.refused ? '没有记上：' + each.refused : '待上传') + '　', waiting);
      if (each.refused) {
        button('知道了，去补录', function () {
          without(each.key);
          show();
        }, item);
      }
    });
  }

  // Looking up, and serving
  function lookUp(text) {
    var list = read(LIST);
    var typed = text.trim().split('/').pop().toUpperCase().replace(/[\s-]/g, '');
    var number = ('00000' + typed).slice(-5);
    var skipped = unserved();
    var members;
    tell('');
    mark();
    if (skipped) element('strong', SKIPPED.replace('*', skipped), found);
    if (!list || list.day !== day(new Date())) return tell('网络断开，本机没有今天的名单，请用纸登记后补录。');
    members = list.members.filter(function (each) {
      return /^\d{1,5}$/.test(typed) ? each[0] === number : typed.length === 10 && each[1] && each[1] === typed.slice(0, 5);
    });
    if (!members.length) return tell('网络断开，只能刷卡或输入卡上的编号；没有找到“' + text + '”。');
    members.forEach(function (each) { offer(each, typed.length === 10 ? typed : each[0], list); });
    return choose();
  }
  function unserved() { // whoever was found, with a line or without, and did not get anything yet
    var line = found.querySelector('button') ? found.querySelector('[data-name]') : till.querySelector('[data-serve]');
    return line ? line.getAttribute('data-name') : '';
  }
  function choose() { // as with a line: Enter takes the first dish
    var dish = found.querySelector('button');
    if (dish) dish.focus();
    else mark();
  }
  function mark() { // what is read next takes the place of what led to nobody
    var box = doc.getElementById('q');
    if (box && box === doc.activeElement) box.select();
  }
  function sitting() {
    return doc.getElementById('sitting').value;
  }
  function offer(member, who, list) {
    var line = element('p', member[2] + '　编号 ' + member[0] + '　', found);
    line.setAttribute('data-name', member[2]);
    var shares = member[3][list.sittings.indexOf(sitting())] || [];
    list.prices.forEach(function (price, place) {
      var own = shares[place];
      if (own < 0) {
        if (!place) element('strong', '这一餐已经打过，不能再打', line);
        return;
      }
      button(price[1] + '　收 ' + yuan(own), function () {
        var now = new Date();
        put({
          key: key(), who: who, set_meal: price[0], sitting: sitting(), way: 'dine_in',
          shown_by: who.length === 10 ? 'card' : 'search', own_fen: own, name: member[2],
          at: moment(now)
        });
        served(member[0]);
        tell('已记在本机：' + member[2] + ' 收 ' + yuan(own) + '。');
        ready();
      }, line);
    });
  }
  function ready() {
    var box = doc.getElementById('q');
    if (!box) return;
    box.value = '';
    box.focus();
  }
  function keep(form, way) { // a meal whose answer never came: with the same key, so that it counts once
    var now = new Date();
    put({
      key: form.elements.key.value, who: form.getAttribute('data-serve'), set_meal: form.elements.set_meal.value,
      sitting: form.elements.sitting.value, way: way, shown_by: form.elements.shown_by.value,
      own_fen: form.getAttribute('data-own'), name: form.getAttribute('data-name'),
      at: moment(now)
    });
    tell('已记在本机：' + form.getAttribute('data-name') + ' 收 ' + yuan(form.getAttribute('data-own')) + '。');
  }

  function failed(event) {
    var form = event.detail.elt;
    if (!till.contains(form)) return;
    broken();
    if (form.hasAttribute('data-find')) {
      lookUp(doc.getElementById('q').value);
    } else if (form.hasAttribute('data-serve')) {
      keep(form, pressed);
      ready();
    }
    show();
  }
  var pressed = 'dine_in';
  doc.addEventListener('click', function (event) {
    if (event.target.name === 'way') pressed = event.target.value;
  }, true);
  doc.addEventListener('submit', function (event) { // while it is down nobody waits for a request to fail
    var form = event.target;
    if (form.getAttribute('action') === '/logout') forget(LIST);
    if (!till.contains(form)) return;
    if (!down) {
      if (form.hasAttribute('data-find')) skip(unserved());
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (form.hasAttribute('data-find')) lookUp(doc.getElementById('q').value);
    else if (form.hasAttribute('data-serve')) keep(form, pressed);
    show();
  }, true);
  function skip(name) {
    tell(name ? SKIPPED.replace('*', name) : '');
    show();
  }
  doc.addEventListener('keydown', function (event) { // a card that is read while a dish is chosen: it goes where cards go
    var dish = event.target;
    var away = event.ctrlKey || event.altKey || event.metaKey || dish.tagName !== 'BUTTON';
    if (away || !/^[0-9A-Za-z]$/.test(event.key || '') || !(till.contains(dish) || found.contains(dish))) return;
    doc.getElementById('q').value = '';
    doc.getElementById('q').focus();
  }, true);
  function answered(event) { // but not what was begun while the answer was on its way
    var box = doc.getElementById('q');
    var sent = event.detail.xhr.sent;
    if (box && sent && sent.q === box.value) mark();
  }
  doc.addEventListener('htmx:afterSwap', answered);
  doc.addEventListener('htmx:afterSettle', answered); // the box has its value only now where a card was read in between
  doc.addEventListener('htmx:sendError', failed);
  doc.addEventListener('htmx:timeout', failed);
  doc.addEventListener('htmx:afterRequest', function (event) {
    var form = event.detail.requestConfig.elt; // by now it may be gone from the page
    if (event.detail.successful && form.hasAttribute('data-serve')) {
      served(form.getAttribute('data-serve'));
      skip('');
    }
  });

  function begin() { // an Enter before htmx knows the form brings the whole page, in which the browser puts the cursor only later
    var first = till.querySelector('[autofocus]');
    if (first && doc.activeElement === doc.body) first.focus();
    mark();
  }

  refresh();
  show();
  begin();
})(document, window);
