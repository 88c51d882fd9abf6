// CloudFront: a function at "viewer request" that finds the page of a folder, which a bucket by itself does not. Runtime 2.0.
function handler(event) {
    var request = event.request;
    var uri = request.uri;
    if (uri.endsWith('/')) {
        request.uri = uri + 'index.html';
        return request;
    }
    // A name with an ending is a file; anything else is a folder whose page has relative addresses.
    if (uri.slice(uri.lastIndexOf('/') + 1).indexOf('.') >= 0) return request;
    var query = Object.keys(request.querystring)
        .map(function (key) {
            var one = request.querystring[key];
            return (one.multiValue || [one]).map(function (each) { return each.value === '' ? key : key + '=' + each.value; }).join('&');
        })
        .join('&');
    // Two slashes at the start would be the name of another site.
    var location = uri.replace(/^\/+/, '/') + '/' + (query ? '?' + query : '');
    return { statusCode: 301, statusDescription: 'Moved Permanently', headers: { location: { value: location } } };
}
