// What somebody writes who makes one popup by hand: a dialog that is there from the start and is shown.
(() => {
  const dialog = document.createElement('dialog');
  const form = document.createElement('form');
  form.method = 'post';
  const title = document.createElement('h2');
  title.textContent = 'Before you go';
  const label = document.createElement('label');
  label.textContent = 'Work e-mail';
  const field = document.createElement('input');
  Object.assign(field, { type: 'email', name: 'email', required: true });
  const send = document.createElement('button');
  send.textContent = 'Send';
  const close = document.createElement('button');
  Object.assign(close, { type: 'button', textContent: 'Close' });
  close.addEventListener('click', () => dialog.close());
  label.append(field);
  form.append(title, label, send, close);
  dialog.append(form);
  document.body.append(dialog);
  document.getElementById('opener').addEventListener('click', () => dialog.showModal());
})();
