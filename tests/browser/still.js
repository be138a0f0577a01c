// Whether anything moves, for readers who asked that nothing does. Gives a list of faults.
const faults = [];
const long = (value) => value.split(',').some((time) => parseFloat(time) > 0);
for (const e of document.querySelectorAll('*')) {
  const style = getComputedStyle(e);
  if (style.animationName !== 'none' && long(style.animationDuration)) faults.push(`${e.localName} is animated`);
  if (long(style.transitionDuration)) faults.push(`${e.localName} has a transition`);
  if (style.scrollBehavior !== 'auto') faults.push(`${e.localName} scrolls smoothly`);
}
if (document.getAnimations().length) faults.push('an animation runs');
return [...new Set(faults)];
