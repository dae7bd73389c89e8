// The portal's own script: optional, ES5, no eval. Every page works without it.
(function (doc, win) {
  'use strict';

  var htmx = win.htmx;
  var config = htmx.config;
  config.historyCacheSize = 0; // its default keeps residents' data in localStorage
  config.refreshOnHistoryMiss = true;
  config.selfRequestsOnly = typeof URL === 'function'; // without it htmx would refuse relative addresses too
  config.allowEval = config.allowScriptTags = config.includeIndicatorStyles = false;
  config.timeout = 30000;

  var changed; // the form with input that is not saved yet
  var timer;
  var saving = new XMLHttpRequest(); // the draft on its way
  var leaving;
  var cut; // the line went down on this page
  var slow; // the notice for an answer that is long in coming

  function on(type, listener) { doc.addEventListener(type, listener); }
  function list(items) { return [].slice.call(items); }
  function focus(selector) {
    var element = htmx.find(selector);
    if (element) element.focus();
    return element;
  }

  // Notices
  function say(text) { // or no more
    clearTimeout(slow);
    htmx.find('#live').textContent = text || '';
  }
  function wait() {
    say();
    slow = setTimeout(say, 4000, '网络较慢，请稍候。');
  }
  function isPage(request) { // else it is a sentence that says what went wrong
    return !/plain/.test(request.getResponseHeader('Content-Type'));
  }
  function offline() {
    if (!leaving) say('网络不通或太慢，请稍后再试。已填内容还在本页。');
  }
  win.onoffline = function () {
    cut = 1;
    offline();
  };
  win.ononline = win.onpagehide = function () { say(); };

  // What is typed while an answer is on its way is carried over into it.
  function typed(target) {
    var found = {};
    list(htmx.findAll(target, '[id]')).forEach(function (field) {
      found[field.id] = field[state(field)];
    });
    return found;
  }
  function state(field) {
    return /radio|checkbox/.test(field.type) ? 'checked' : 'value';
  }
  function carryOver(request) {
    Object.keys(request.left).forEach(function (id) {
      var field = doc.getElementById(id);
      if (field && request.left[id] !== request.sent[id]) field[state(field)] = request.left[id];
    });
  }

  on('htmx:beforeRequest', function (event) {
    wait();
    event.detail.xhr.sent = typed(event.detail.target);
  });
  on('htmx:beforeSwap', function (event) {
    say();
    event.detail.xhr.left = typed(event.detail.target);
    if (event.detail.xhr.status === 422 && isPage(event.detail.xhr)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  on('htmx:afterSwap', function (event) {
    carryOver(event.detail.xhr);
    if (event.detail.xhr.status === 422) focus('.error-summary');
  });
  on('htmx:responseError', function (event) {
    var request = event.detail.xhr;
    say(isPage(request) ? '系统出错，没有办成，请稍后再试。' : request.responseText);
  });
  on('htmx:timeout', offline);
  on('htmx:sendError', offline);

  // Drafts
  function encoded(form) {
    return list(form.elements).filter(function (field) {
      return field.name && !/file|submit|password/.test(field.type) &&
        (field.checked || state(field) === 'value');
    }).map(function (field) {
      return encodeURIComponent(field.name) + '=' + encodeURIComponent(field.value);
    }).join('&');
  }

  function save(form) {
    var request = saving = new XMLHttpRequest();
    timer = 0;
    request.open('POST', form.getAttribute('data-draft-url'));
    request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    request.onloadend = function () {
      var saved = request.status === 200;
      if (saved && !timer) changed = 0;
      htmx.find('[data-draft-status]').textContent =
        saved ? request.responseText : '暂未保存，请检查网络';
    };
    request.send(encoded(form));
  }

  function touched(event) {
    var form = event.target.form;
    if (!form || form.method !== 'post' || form.getAttribute('role')) return;
    changed = form;
    if (!timer && form.getAttribute('data-draft-url')) timer = setTimeout(save, 4000, form);
  }
  on('input', touched);
  on('change', touched);
  on('htmx:afterRequest', function (event) {
    if (event.detail.successful && event.detail.elt === changed) changed = 0;
  });
  function stopSaving() { // its answer would overtake the message of the next page
    clearTimeout(timer);
    timer = 0;
    saving.onloadend = null;
    saving.abort();
  }
  win.onbeforeunload = function () {
    if (changed && !leaving) {
      say();
      return '';
    }
  };

  // One press, one submission
  on('submit', function (event) {
    var form = event.target;
    function hold(state) {
      leaving = leaving && state;
      list(form.elements).forEach(function (field) {
        if (field.type === 'submit') field.disabled = state;
      });
    }
    if (event.defaultPrevented || form.method !== 'post') return;
    if (cut && !navigator.onLine) {
      cut = 0; // the next press goes: some browsers are wrong about the line
      event.preventDefault();
      return offline();
    }
    wait();
    stopSaving();
    leaving = form === (changed || form); // another form must not lose what this one holds
    setTimeout(hold, 0, true); // after the browser has read which button was pressed
    setTimeout(hold, 8000, false);
  });

  on('click', function (event) {
    var asks = htmx.closest(event.target, '[data-confirm]');
    var none = event.target.getAttribute('data-none'); // what a step for many rows says while none is chosen
    if (none && !htmx.find('td :checked') ? !say(none) : asks && !confirm(asks.getAttribute('data-confirm'))) {
      event.preventDefault();
    }
    if (htmx.closest(event.target, '[data-print]')) print();
  });

  on('keypress', function (event) {
    if (event.charCode === 47 && !event.target.form && focus('[data-slash]')) event.preventDefault();
  });

  doc.documentElement.className += ' js';
  focus('.error-summary');
})(document, window);
