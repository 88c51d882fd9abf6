// What somebody writes who wants errors beside their fields in one form made by hand: judged when it is sent, in words of the page.
const form = document.querySelector('form[data-lw-form]');
form.noValidate = true;
form.addEventListener('submit', (event) => {
    let first = null;
    for (const field of form.querySelectorAll('[data-lw-field]')) {
        const control = field.querySelector('input, select, textarea'), error = field.querySelector('.lw-error');
        if (!control || !error) continue;
        const wrong = !control.validity.valid;
        error.textContent = !wrong ? '' : control.validity.valueMissing ? field.dataset.lwSayRequired : field.dataset.lwSayFormat;
        error.hidden = !wrong;
        control.setAttribute('aria-invalid', wrong);
        if (wrong) first ??= control;
    }
    if (!first) return;
    event.preventDefault();
    first.focus();
});
