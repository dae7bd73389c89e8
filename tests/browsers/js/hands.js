// The hands of a test in a page, in ES5: they run in every engine.
(function () {
  function fire(el, type, cls) {
    var e = document.createEvent(cls || 'HTMLEvents');
    if (cls === 'MouseEvents') e.initMouseEvent(type, true, true, window, 1, 0, 0, 0, 0, false, false, false, false, 0, null);
    else e.initEvent(type, true, true);
    return el.dispatchEvent(e);
  }
  window.__hands = {
    q: function (s) { var e = document.querySelector(s); if (!e) throw new Error('no element ' + s); return e; },
    fill: function (s, v) {
      var e = this.q(s); e.focus();
      if (e.type === 'checkbox' || e.type === 'radio') { if (e.checked !== !!v) e.click(); return; }
      e.value = v; fire(e, 'input'); fire(e, 'keyup'); fire(e, 'change');
    },
    click: function (s) {
      var e = this.q(s);
      if (e.click) e.click(); else fire(e, 'click', 'MouseEvents');
    },
    spot: function (s) { // where to press, once it is there and nothing lies over it
      var e = document.querySelector(s), r, hit;
      if (!e) return null;
      r = e.getBoundingClientRect();
      if (e.scrollIntoView && (r.top < 0 || r.bottom > window.innerHeight)) { e.scrollIntoView(); r = e.getBoundingClientRect(); }
      if (!r.width || !r.height) return null;
      hit = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
      return hit && (e.contains(hit) || hit.contains(e)) ? {x: r.left + r.width / 2, y: r.top + r.height / 2} : null;
    }
  };
})();
