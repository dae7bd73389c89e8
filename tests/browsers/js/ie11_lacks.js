// What Internet Explorer 11 lacks, taken away from a newer engine. It is no IE11 (layout, parser and faults differ);
// it only proves that a script does not lean on these.
(function () {
  function gone(o, names) {
    names.split(' ').forEach(function (n) {
      try { delete o[n]; } catch (e) {}
      if (o && n in o) {
        try { Object.defineProperty(o, n, {value: undefined, configurable: true, writable: true}); } catch (e) {}
      }
    });
  }
  var W = window, E = Element.prototype, D = Document.prototype;
  E.msMatchesSelector = E.matches;
  ['Event', 'CustomEvent', 'MouseEvent', 'KeyboardEvent', 'FocusEvent'].forEach(function (n) {
    var old = W[n];
    var o = {prototype: old.prototype};          // typeof is 'object' there, and new throws
    if (W.Symbol && Symbol.hasInstance) o[Symbol.hasInstance] = function (x) { return old.prototype.isPrototypeOf(x); };
    W[n] = o;
  });
  gone(E, 'matches closest remove append prepend before after replaceWith replaceChildren toggleAttribute getAttributeNames scrollTo scrollBy attachShadow');
  E.removeNode = function () { this.parentNode.removeChild(this); };
  gone(CharacterData.prototype, 'remove before after replaceWith');
  gone(D, 'append prepend evaluate createExpression createNSResolver currentScript scrollingElement fonts');
  gone(DocumentFragment.prototype, 'append prepend children firstElementChild lastElementChild childElementCount getElementById');
  gone(Node.prototype, 'getRootNode isConnected');
  gone(NodeList.prototype, 'forEach entries keys values');
  gone(DOMTokenList.prototype, 'forEach entries keys values replace');
  gone(Array, 'from of');
  gone(Array.prototype, 'find findIndex fill includes keys entries values copyWithin flat flatMap at');
  gone(Object, 'assign entries values fromEntries getOwnPropertyDescriptors getOwnPropertySymbols');
  gone(String.prototype, 'startsWith endsWith includes repeat padStart padEnd codePointAt normalize matchAll replaceAll');
  gone(Number, 'isNaN isFinite isInteger parseInt parseFloat EPSILON');
  gone(Math, 'trunc sign cbrt log2 log10 hypot');
  gone(FormData.prototype, 'get getAll has set delete entries keys values forEach');
  gone(XMLHttpRequest.prototype, 'responseURL');
  gone(HTMLFormElement.prototype, 'reportValidity requestSubmit');
  gone(HTMLInputElement.prototype, 'reportValidity labels');
  gone(HTMLButtonElement.prototype, 'form labels');
  gone(History.prototype, 'scrollRestoration');
  gone(W.Event.prototype, 'composedPath isTrusted_');
  gone(W, 'Promise fetch Request Response Headers URLSearchParams AbortController ' +
          'Symbol Proxy Reflect WeakSet IntersectionObserver ResizeObserver ' +
          'requestIdleCallback customElements ShadowRoot HTMLTemplateElement ' +
          'XPathEvaluator XPathResult XPathExpression TextEncoder TextDecoder ' +
          'globalThis queueMicrotask structuredClone scrollX scrollY visualViewport ' +
          'CSS BroadcastChannel ReadableStream EventSource');
  var U = W.URL; W.URL = {createObjectURL: U.createObjectURL.bind(U), revokeObjectURL: U.revokeObjectURL.bind(U)};
})();
