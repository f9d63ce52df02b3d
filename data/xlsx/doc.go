// Package xlsx writes workbooks for people to fill in: sheets with a header, explanations and drop-downs.
package xlsx

import _ "github.com/xuri/excelize/v2" // the writer follows
