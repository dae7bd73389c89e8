// Asks a key of this browser (WebAuthn) before the form is sent. Where there is none, the words that say so stay.
(function () {
  'use strict';

  var form = document.querySelector('form[data-key]');
  if (!form || !window.PublicKeyCredential || !navigator.credentials || !window.Promise) return;

  var button = form.querySelector('button.btn-primary');
  var said = form.querySelector('[data-said]');
  var answer = form.elements.credential;
  form.querySelector('[data-without]').hidden = true;
  button.hidden = false;

  function bytes(text) {
    var raw = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    var made = new Uint8Array(raw.length);
    for (var i = 0; i < raw.length; i++) made[i] = raw.charCodeAt(i);
    return made.buffer;
  }

  function text(buffer) {
    var raw = '';
    var given = new Uint8Array(buffer);
    for (var i = 0; i < given.length; i++) raw += String.fromCharCode(given[i]);
    return btoa(raw).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  }

  function known(list) {
    for (var i = 0; list && i < list.length; i++) list[i].id = bytes(list[i].id);
  }

  function options() {
    var asked = JSON.parse(form.getAttribute('data-asked'));
    asked.challenge = bytes(asked.challenge);
    known(asked.excludeCredentials);
    known(asked.allowCredentials);
    if (asked.user) asked.user.id = bytes(asked.user.id);
    return { publicKey: asked };
  }

  function send(found) {
    var told = { clientDataJSON: text(found.response.clientDataJSON) };
    ['attestationObject', 'authenticatorData', 'signature', 'userHandle'].forEach(function (part) {
      if (found.response[part]) told[part] = text(found.response[part]);
    });
    answer.value = JSON.stringify({ id: found.id, rawId: text(found.rawId), type: found.type, response: told });
    form.submit();
  }

  form.addEventListener('submit', function (event) {
    if (answer.value) return;
    event.preventDefault();
    said.hidden = true;
    button.disabled = true;
    navigator.credentials[form.getAttribute('data-key')](options()).then(send, function (error) {
      button.disabled = false;
      said.textContent = error.name === 'InvalidStateError' ? '这个设备已经登记过了。' : '没有完成：取消了、等得太久，或者这里没有可用的通行密钥。请再试一次。';
      said.hidden = false;
    });
  });
})();
