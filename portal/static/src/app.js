// The portal's own script: optional, ES5, no eval. Every page works without it.
(function (win) {
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
    if (!leaving) say('网络不通或太慢，已填内容还在本页。');
  }
  win.onoffline = function () {
    cut = 1;
    offline();
  };
  win.ononline = win.onpagehide = function () { say(); };

  // What is typed while an answer is on its way is carried over into it.
  function typed(target) {
    var found = {};
    [].forEach.call(htmx.findAll(target, '[id]'), function (field) {
      found[field.id] = field[state(field)];
    });
    return found;
  }
  function state(field) {
    return /radio|checkbox/.test(field.type) ? 'checked' : 'value';
  }

  htmx.on('htmx:beforeRequest', function (event) {
    wait();
    event.detail.xhr.sent = typed(event.detail.target);
  });
  htmx.on('htmx:beforeSwap', function (event) {
    say();
    event.detail.xhr.left = typed(event.detail.target);
    if (event.detail.xhr.status === 422 && isPage(event.detail.xhr)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  htmx.on('htmx:afterSwap', function (event) {
    var request = event.detail.xhr;
    for (var id in request.left) {
      var field = document.getElementById(id);
      if (field && request.left[id] !== request.sent[id]) field[state(field)] = request.left[id];
    }
    if (request.status === 422) focus('.error-summary');
  });
  htmx.on('htmx:responseError', function (event) {
    var request = event.detail.xhr;
    say(isPage(request) ? '系统出错，没有办成，请稍后再试。' : request.responseText);
  });
  htmx.on('htmx:timeout', offline);
  htmx.on('htmx:sendError', offline);

  // Drafts
  function encoded(form) {
    var pairs = [];
    [].forEach.call(form.elements, function (field) {
      if (field.name && !/file|submit|password/.test(field.type) && (field.checked || state(field) === 'value')) {
        pairs.push(encodeURIComponent(field.name) + '=' + encodeURIComponent(field.value));
      }
    });
    return pairs.join('&');
  }

  function save(form) {
    var request = saving = new XMLHttpRequest();
    timer = 0;
    request.open('POST', form.dataset.draftUrl);
    request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    request.onloadend = function () {
      var saved = request.status === 200;
      if (saved && !timer) changed = 0;
      htmx.find('[data-draft-status]').textContent =
        saved ? request.responseText : '网络不通，暂未保存';
    };
    request.send(encoded(form));
  }

  function touched(event) {
    var field = event.target, form = field.form, most = field.dataset.most;
    // The ruler of portal.typed.lengths: code points; nothing typed or pasted is cut.
    var length = field.value.replace(/[\uD800-\uDBFF]/g, '').length;
    var label = field.labels && field.labels[0]; // its first words are the name of the field
    if (most) {
      say(length > most * .98 && (label ? label.firstChild.data + '：' : '') + '字数 ' + length + '/' +
        most + (length > most ? '，超出 ' + (length - most) + ' 个字' : ''));
    }
    if (!form || form.method !== 'post' || form.attributes.role) return;
    changed = form;
    if (!timer && form.dataset.draftUrl) timer = setTimeout(save, 4000, form);
  }
  htmx.on('input', touched);
  htmx.on('change', touched);
  htmx.on('htmx:afterRequest', function (event) {
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
  htmx.on('submit', function (event) {
    var form = event.target;
    function hold(state) {
      leaving = leaving && state;
      [].forEach.call(form.elements, function (field) {
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
    setTimeout(hold, 0, 1); // after the browser has read which button was pressed
    setTimeout(hold, 8000);
  });

  htmx.on('click', function (event) {
    var asks = htmx.closest(event.target, '[data-confirm]');
    var none = event.target.dataset.none; // what a step for many rows says while none is chosen
    if (none && !htmx.find('td :checked') ? !say(none) : asks && !confirm(asks.dataset.confirm)) {
      event.preventDefault();
    }
    if (htmx.closest(event.target, '[data-print]')) print();
  });

  htmx.on('keypress', function (event) {
    if (event.charCode === 47 && !event.target.form && focus('[data-slash]')) event.preventDefault();
  });

  document.documentElement.className += ' js';
  focus('.error-summary');
})(window);
