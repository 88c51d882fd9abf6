document.addEventListener("leadwell:drawn", attachAll);
attachAll();
