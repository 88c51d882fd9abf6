// What somebody writes who makes one form by hand: a step at a time, each judged by the browser when it is left. Nothing at any key.
const form = document.querySelector('form[data-lw-form]');
const one = (selector) => form.querySelector(selector);
const steps = [...form.querySelectorAll('[data-lw-step]')];
const firm = [...form.querySelectorAll('[data-lw-when]')];
let step = 0;

const show = () => {
    steps.forEach((element, index) => { element.hidden = index !== step; });
    const isLast = step === steps.length - 1;
    one('[data-lw-go-on]').hidden = isLast;
    one('[data-lw-back]').hidden = step === 0;
    one('[data-lw-submit]').hidden = one('[data-lw-last]').hidden = !isLast;
    one('[data-lw-progress]').hidden = false;
    one('[data-lw-step-of]').textContent = `Step ${step + 1} of ${steps.length}`;
    one('progress').max = steps.length;
    one('progress').value = step + 1;
};
const go = (by) => { step += by; show(); steps[step].focus(); };
const showFirm = () => { for (const element of firm) element.hidden = form.elements.firm?.value !== 'firm'; };

one('[data-lw-go-on]').addEventListener('click', () => {
    if ([...steps[step].querySelectorAll('input, select, textarea')].every((control) => control.reportValidity())) go(1);
});
one('[data-lw-back]').addEventListener('click', () => go(-1));
form.addEventListener('change', showFirm);
show();
showFirm();
