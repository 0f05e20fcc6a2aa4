package org.touchstone.score;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;

/**
 * Which model scores a row: one for all, or, of a cross-fitted set, the one that was not trained on
 * the row's fold.
 *
 * @param folders artifacts, on storage that all executors see
 * @param foldColumn the column that indexes the folders; empty for one model
 */
record ModelChoice(List<String> folders, String foldColumn) implements Serializable {

  ModelChoice {
    folders = List.copyOf(folders);
  }

  /** Returns the folder of the row's model. */
  String folder(Row row) throws Refusal {
    if (foldColumn.isEmpty()) {
      return folders.get(0);
    }

    int index = row.fieldIndex(foldColumn);
    if (row.isNullAt(index) || row.getInt(index) < 0 || row.getInt(index) >= folders.size()) {
      throw new Refusal(
          RejectionReason.MISSING_FIELD,
          "field \"%s\" names no fold of the model".formatted(foldColumn));
    }

    return folders.get(row.getInt(index));
  }
}
