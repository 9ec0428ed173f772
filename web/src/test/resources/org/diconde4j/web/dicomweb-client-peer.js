// Stores, finds and retrieves with npm's dicomweb-client, which is made for browsers; told by its argument what to do.
global.XMLHttpRequest = require('xhr2');
const { api } = require('dicomweb-client');
const fs = require('fs');

const job = JSON.parse(process.argv[2]);
const client = new api.DICOMwebClient({ url: job.url });
const bytes = data => Buffer.from(data).length;

async function run() {
    await client.storeInstances({ datasets: job.files.map(file => new Uint8Array(fs.readFileSync(file)).buffer) });
    const studies = await client.searchForStudies({ queryParams: { StudyInstanceUID: job.study } });
    console.log('studies ' + studies.map(study => study['0020000D'].Value[0]).join());
    const series = await client.searchForSeries({ studyInstanceUID: job.study, queryParams: { SeriesInstanceUID: job.series } });
    console.log('series ' + series.length);
    const where = { studyInstanceUID: job.study, seriesInstanceUID: job.series, sopInstanceUID: job.instance };
    const metadata = await client.retrieveSeriesMetadata(where);
    console.log('metadata ' + metadata.length);
    const of = metadata.find(one => one['00080018'].Value[0] === job.instance);
    const bulk = await client.retrieveBulkData({ BulkDataURI: of['7FE00010'].BulkDataURI });
    console.log('bulk ' + bytes(bulk[0] || bulk));
    const frames = await client.retrieveInstanceFrames({ ...where, frameNumbers: [1] });
    console.log('frame ' + bytes(frames[0]));
    console.log('instance ' + bytes(await client.retrieveInstance(where)));
    console.log('instances ' + (await client.retrieveSeries(where)).length);
    const png = await client.retrieveInstanceRendered({ ...where, mediaTypes: [{ mediaType: 'image/png' }] });
    console.log('rendered ' + Buffer.from(png[0]).subarray(1, 4).toString());
}

run().catch(error => {
    console.error(error.message || error);
    process.exit(1);
});
