package io.djong.cluster;

import io.djong.cli.CliException;
import io.djong.cli.DataDirectory;
import io.djong.meta.tree.Fields;
import io.djong.store.Entry;
import io.djong.store.Event;
import io.djong.store.KeyRange;
import io.djong.store.StoredFiles;
import io.djong.store.StoredFiles.Change;
import io.djong.wire.Json;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `djong store history KEY`: who changed an object, when, and what.
@Command(
        name = "history",
        description = "tells each kept change of one object: revision, time, field managers, patch",
        footer = {"", "Example:", "  djong store history /registry/apps/deployments/default/web"})
final class StoreHistoryCommand implements Callable<Integer> {

    private static final int SUGGESTIONS_MAX = 10;
    private static final String FORMAT = "%-10s %-24s %-7s %-28s %s%n";

    @Mixin private DataDirectory data = new DataDirectory();

    @Parameters(paramLabel = "KEY", description = "the object's key in the store, or a part of it")
    private String key = "";

    @Override
    public Integer call() {
        StoredFiles files = StoreTools.read(data);
        List<Change> changes = files.history(theKey(files));
        System.out.printf(FORMAT, "REVISION", "TIME", "CHANGE", "FIELD MANAGERS", "PATCH");
        for (Change change : changes) {
            print(change);
        }
        return 0;
    }

    private String theKey(StoredFiles files) {
        if (!files.history(key).isEmpty()) {
            return key;
        }
        List<String> similar =
                files.snapshot().range(KeyRange.ALL, null, 0).stream()
                        .map(Entry::key)
                        .filter(name -> name.contains(key))
                        .limit(SUGGESTIONS_MAX)
                        .toList();
        if (similar.size() == 1) {
            return similar.getFirst();
        }
        throw new CliException(
                similar.isEmpty()
                        ? "no object has a key with '" + key + "' in it"
                        : "several objects have such a key: " + String.join(", ", similar));
    }

    private static void print(Change change) {
        Event event = change.event();
        Fields before = tree(event.previous());
        boolean isDelete = event.type() == Event.Type.DELETE;
        Fields after = isDelete ? Fields.EMPTY : tree(event.entry());
        System.out.printf(
                FORMAT,
                event.revision(),
                change.at() == null ? "-" : change.at(),
                isDelete ? "deleted" : event.previous() == null ? "created" : "changed",
                isDelete ? "-" : String.join(",", Differences.managers(before, after)),
                isDelete || event.previous() == null
                        ? "-"
                        : Json.text(Differences.patch(before, after)));
    }

    private static Fields tree(@Nullable Entry entry) {
        return entry == null ? Fields.EMPTY : Json.parseObject(entry.value().bytes());
    }
}
