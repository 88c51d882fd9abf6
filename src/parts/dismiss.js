// A banner that may be closed stays closed for the visit; before it is painted, the settling script has taken it away.
part("[data-lw-dismiss]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    // Storage may be blocked.
    try { sessionStorage.setItem("leadwell:closed:" + button.dataset.lwDismiss, "1"); } catch {}
    button.closest("aside").remove();
    document.getElementById("lw-main")?.focus({ preventScroll: true });
  });
});
