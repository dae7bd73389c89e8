// The portal's own script: optional, ES5, no eval. Every page works without it.
(function (doc, win) {
  'use strict';

  var config = win.htmx.config;
  config.historyCacheSize = 0; // its default keeps residents' data in localStorage
  config.allowEval = config.allowScriptTags = config.includeIndicatorStyles = false;
  config.selfRequestsOnly = true;
  config.timeout = 30000;

  var changed; // the form with input that is not saved yet
  var timer;
  var leaving;

  function on(type, listener) { doc.addEventListener(type, listener); }
  function each(selector, work) { Array.prototype.forEach.call(doc.querySelectorAll(selector), work); }
  function focus(selector) {
    var element = doc.querySelector(selector);
    if (element) element.focus();
    return element;
  }

  // Notices ---------------------------------------------------------------
  var REASONS = {
    401: '登录已过期。请在新窗口登录，再回到本页提交，已填写的内容不会丢失。',
    403: '没有权限这样做，或者登录已过期。请刷新本页后再试。',
    404: '内容不存在或已被移走。请刷新本页。',
    409: '这条记录刚被别人修改过。请刷新本页，核对后再提交。',
    429: '操作太频繁，请稍等一分钟再试。'
  };

  function say(text) {
    var notice = doc.getElementById('live');
    notice.lastElementChild.textContent = text;
    notice.hidden = !text;
  }

  on('htmx:beforeRequest', function () { say(''); });
  on('htmx:beforeSwap', function (event) {
    if (event.detail.xhr.status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  on('htmx:afterSwap', function () { focus('.error-summary'); });
  on('htmx:responseError', function (event) {
    say(REASONS[event.detail.xhr.status] || '系统出错，没有办成。请稍后再试；多次出现请告诉管理员。');
  });
  on('htmx:timeout', offline);
  on('htmx:sendError', offline);
  function offline() {
    if (!leaving) say('网络不通或太慢，没有办成。已填写的内容还在本页，请稍后再试。');
  }

  // Drafts ----------------------------------------------------------------
  function encoded(form) {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && !field.disabled && !/file|submit|button|password/.test(field.type) &&
        (field.checked || !/radio|checkbox/.test(field.type));
    }).map(function (field) {
      return encodeURIComponent(field.name) + '=' + encodeURIComponent(field.value);
    }).join('&');
  }

  function save(form) {
    var request = new XMLHttpRequest();
    timer = 0;
    function finish() {
      var place = form.querySelector('[data-draft-status]');
      var saved = request.status > 199 && request.status < 300;
      if (saved && !timer) changed = 0;
      if (place) place.textContent = saved ? '已保存 ' + new Date().toTimeString().slice(0, 5) : '暂未保存，请检查网络';
    }
    request.open('POST', form.getAttribute('data-draft-url'));
    request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    request.onload = request.onerror = finish;
    request.send(encoded(form));
  }

  function touched(event) {
    var form = event.target.form;
    if (!form || form.method !== 'post') return;
    changed = form;
    if (!timer && form.hasAttribute('data-draft-url')) timer = setTimeout(save, 4000, form);
  }
  on('input', touched);
  on('change', touched);
  on('htmx:afterRequest', function (event) {
    if (event.detail.successful && event.detail.elt === changed) changed = 0;
  });
  win.addEventListener('beforeunload', function (event) {
    if (changed && !leaving) {
      event.preventDefault();
      event.returnValue = '';
    }
  });

  // One press, one submission -----------------------------------------------
  on('submit', function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== 'post') return;
    function hold(state) {
      leaving = state;
      Array.prototype.forEach.call(form.elements, function (field) {
        if (field.type === 'submit') field.disabled = state;
      });
    }
    setTimeout(hold, 0, true); // after the browser has read which button was pressed
    setTimeout(hold, 8000, false);
  });

  on('click', function (event) {
    var asks = win.htmx.closest(event.target, '[data-confirm]');
    if (asks && !win.confirm(asks.getAttribute('data-confirm'))) event.preventDefault();
    if (win.htmx.closest(event.target, '[data-print]')) win.print();
    each('.menu[open]', function (menu) {
      if (!menu.contains(event.target)) menu.removeAttribute('open');
    });
  });

  on('keydown', function (event) {
    if (event.keyCode === 191 && !event.shiftKey && !event.ctrlKey && !event.altKey &&
        !/INPUT|TEXTAREA|SELECT/.test(event.target.tagName) && focus('#site-q')) event.preventDefault();
  });

  doc.documentElement.className += ' js';
  focus('.error-summary');
})(document, window);
